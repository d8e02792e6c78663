/** What one model is called on either side, in a comparison. */
export interface MatchedModels {
  /** Their name of a model → the name of its row. */
  readonly theirs: ReadonlyMap<string, string>;
  readonly ours: ReadonlyMap<string, string>;
}

/**
 * Finds which names mean the same model. A vendor's bill names snapshots (`gpt-4o-2024-08-06`) or shows display names
 * (`Claude Haiku 4.5`); the log has what was asked for (`gpt-4o`) where a reply named nothing better.
 *
 * Snapshots are kept apart where both sides have them, for their prices may differ. Where names of a family are left on
 * both sides, or one is left that names no snapshot, all of the family are one row.
 *
 * @param aliasOf the catalog's name of what may be an alias
 */
export function matchModels(
  sides: { readonly theirs: Iterable<string>; readonly ours: Iterable<string> },
  aliasOf: (name: string) => string,
): MatchedModels {
  const theirs = namesOf(sides.theirs, aliasOf);
  const ours = namesOf(sides.ours, aliasOf);
  const families = new Set([...theirs, ...ours].map(({ family }) => family));
  const merged = new Set([...families].filter((family) => isMerged(of(theirs, family), of(ours, family))));
  const toRows = (names: readonly Name[]) =>
    new Map(names.map(({ written, exact, family }) => [written, merged.has(family) ? family : exact]));
  return { theirs: toRows(theirs), ours: toRows(ours) };
}

interface Name {
  readonly written: string;
  /** As the API spells it: `claude-haiku-4-5`, `gpt-4o-2024-08-06`. */
  readonly exact: string;
  /** Without the day of a snapshot. */
  readonly family: string;
}

function namesOf(written: Iterable<string>, aliasOf: (name: string) => string): readonly Name[] {
  return [...new Set(written)].map((name) => {
    const exact = spelt(name);
    return { written: name, exact, family: familyOf(spelt(aliasOf(name))) };
  });
}

function of(names: readonly Name[], family: string): readonly Name[] {
  return names.filter((name) => name.family === family);
}

function isMerged(theirs: readonly Name[], ours: readonly Name[]): boolean {
  if (theirs.length === 0 || ours.length === 0) return false;
  const left = [leftOf(theirs, ours), leftOf(ours, theirs)];
  return left.every((names) => names.length > 0) || left.flat().some(({ exact }) => !SNAPSHOT.test(exact));
}

function leftOf(names: readonly Name[], others: readonly Name[]): readonly Name[] {
  return names.filter(({ exact }) => !others.some((other) => other.exact === exact));
}

/** `Claude 3.5 Sonnet 2024-10-22` → `claude-3-5-sonnet-20241022`; `gpt-4.1` keeps its point. */
function spelt(name: string): string {
  const lower = name.trim().toLowerCase();
  const words = lower.includes(' ') ? lower.replace(/[\s.]+/g, '-') : lower;
  return words.replace(/[-@](\d{4})-?(\d\d)-?(\d\d)$/, '-$1$2$3');
}

/** The day of a snapshot, or the month and the day as older ones have it: `gpt-4-0613`. */
const SNAPSHOT = /-(\d{8}|\d{4})$/;

function familyOf(exact: string): string {
  return exact.replace(/-latest$/, '').replace(SNAPSHOT, '');
}
