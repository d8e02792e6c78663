/**
 * An arm is its variant, so that nobody moves where only its version changes. Where a rule has one variant several times,
 * as a rollout of its next version does, the first one keeps its callers, and the others are told apart by version.
 *
 * @param arms in the order of the split
 */
export function armKeysOf(arms: readonly { readonly variantId: string; readonly version: number | null }[]): string[] {
  const variants = new Set<string>();
  return arms.map(({ variantId, version }) => {
    const key = variants.has(variantId) ? `${variantId}:${version ?? 'latest'}` : variantId;
    variants.add(variantId);
    return key;
  });
}
