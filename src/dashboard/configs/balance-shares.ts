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
 * The part of the callers, from 0 to 1, whose arm another split changes. Callers are drawn so that only those move whom a
 * smaller share no longer holds.
 *
 * @param before by arm, in ten-thousandths
 */
export function movedShare(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let moved = 0;
  for (const [arm, share] of before) moved += Math.max(0, share - (after.get(arm) ?? 0));
  return moved / WHOLE;
}
