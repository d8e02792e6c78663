export interface Place {
  readonly pathname: string;
  /** The search parameters by name. */
  readonly search: Readonly<Record<string, unknown>>;
}

/**
 * Whether what is open at the first place is gone at the second.
 *
 * @param beside search parameters that may change without it, such as the filters of a list below a form
 */
export function isLeft(beside: readonly string[], from: Place, to: Place): boolean {
  if (from.pathname !== to.pathname) return true;
  const names = [...Object.keys(from.search), ...Object.keys(to.search)].filter((name) => !beside.includes(name));
  return names.some((name) => JSON.stringify(from.search[name]) !== JSON.stringify(to.search[name]));
}
