/** Names that differ by more characters are not taken for misspelt. */
const MAX_DISTANCE = 2;

/**
 * The known name that somebody most likely meant: one that differs by few characters, or has a word more or
 * fewer behind the same first one.
 * @returns null where none is close
 */
export function closestName(name: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let bestDistance = MAX_DISTANCE + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best ?? known.find((candidate) => isShorterOrLonger(name, candidate)) ?? null;
}

function isShorterOrLonger(one: string, other: string): boolean {
  const [words, others] = [one.split('_'), other.split('_')];
  const [few, many] = words.length < others.length ? [words, others] : [others, words];
  return few.length > 1 && few[0] === many[0] && few.every((word) => many.includes(word));
}

/**
 * Insertions, deletions and replacements that make one of the other; one more than the farthest where it is beyond.
 * @see https://en.wikipedia.org/wiki/Levenshtein_distance
 */
function editDistance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > MAX_DISTANCE) return MAX_DISTANCE + 1;
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
