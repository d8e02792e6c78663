/** What replies call the tier whose prices vendors list first. */
const STANDARD: ReadonlySet<string> = new Set(['default', 'standard', 'auto', 'on_demand']);

/** The tier of service as prices name it; null for the standard one, also where the reply names none. */
export function toServiceTier(word: string | null): string | null {
  if (word === null) return null;
  const tier = word.toLowerCase();
  return STANDARD.has(tier) ? null : tier;
}
