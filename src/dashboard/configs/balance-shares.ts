const WHOLE = 10_000;

/**
 * Shares in ten-thousandths that sum to the whole again after one of them was set: the others keep their proportions, and
 * share alike where none of them had any. What rounding leaves goes to the first of them.
 */
export function balanceShares(shares: readonly number[], place: number, share: number): number[] {
  const set = shares.length === 1 ? WHOLE : Math.min(WHOLE, Math.max(0, Math.round(share)));
  const rest = WHOLE - set;
  const others = shares.reduce((sum, each, index) => (index === place ? sum : sum + each), 0);
  const balanced = shares.map((each, index) => {
    if (index === place) return set;
    return Math.floor(others === 0 ? rest / (shares.length - 1) : (each * rest) / others);
  });
  const missing = WHOLE - balanced.reduce((sum, each) => sum + each, 0);
  const first = place === 0 ? 1 : 0;
  return balanced.map((each, index) => (index === first && missing > 0 ? each + missing : each));
}

/**
 * The part of the callers, from 0 to 1, whose arm another split changes, as it is expected of very many of them.
 *
 * A caller's arm is the first of exponential arrivals whose rates are the weights. It stays arm i with both splits where
 * each other arm j arrives later with both: where `E_j > E_i · max(w_j / w_i, w'_j / w'_i)`, for which the chance is
 * `1 / Σ_j max(…)`.
 *
 * @param before by arm; weights of any sum
 */
export function movedShare(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  const arms = new Set([...before.keys(), ...after.keys()]);
  let staying = 0;
  for (const [arm, share] of before) {
    const nextShare = after.get(arm) ?? 0;
    if (share === 0 || nextShare === 0) continue;
    let rates = 0;
    for (const other of arms) {
      rates += Math.max((before.get(other) ?? 0) / share, (after.get(other) ?? 0) / nextShare);
    }
    staying += 1 / rates;
  }
  return Math.max(0, 1 - staying);
}

/**
 * What callers are drawn by, as the gateway does it: by the variant, so that nobody moves where only a version changes; a
 * variant's further arms are told apart by their versions.
 *
 * @param arms in the order of the split; a version is a number or `latest`
 */
export function drawKeysOf(arms: readonly { readonly variantId: string; readonly version: string }[]): string[] {
  return arms.map(({ variantId, version }, place) => {
    const isFirst = arms.findIndex((arm) => arm.variantId === variantId) === place;
    return isFirst ? variantId : `${variantId}:${version}`;
  });
}
