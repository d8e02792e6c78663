/**
 * How much each environment gives up to free so many bytes in all: the one with most comes down first, to the level of
 * the next, then both of them, and so on. One that has little loses nothing until all others are down to as little.
 * @param bytesOf what each has
 * @returns what each loses; those that lose nothing are left out
 */
export function planLosses(bytesOf: ReadonlyMap<string, number>, bytesToFree: number): Map<string, number> {
  const level = levelOf(
    [...bytesOf.values()].sort((a, b) => b - a),
    bytesToFree,
  );
  const losses = [...bytesOf].map(([name, bytes]): [string, number] => [name, bytes - level]);
  return new Map(losses.filter(([, loss]) => loss > 0));
}

/** What each one keeps at most. */
function levelOf(largestFirst: readonly number[], bytesToFree: number): number {
  let sum = 0;
  for (const [index, bytes] of largestFirst.entries()) {
    sum += bytes;
    const next = largestFirst[index + 1] ?? 0;
    const count = index + 1;
    if (sum - count * next >= bytesToFree) return Math.max(0, Math.floor((sum - bytesToFree) / count));
  }
  return 0;
}
