/** What replies call the tier whose prices vendors list first. */
const STANDARD: ReadonlySet<string> = new Set(['default', 'standard', 'auto', 'on_demand']);
/** Other words for a tier: OpenAI's since its Priority processing is called Fast mode, and Vertex's. */
const ALSO_CALLED: ReadonlyMap<string, string> = new Map([
  ['fast', 'priority'],
  ['on_demand_priority', 'priority'],
  ['on_demand_flex', 'flex'],
]);

/** The tier of service as prices name it; null for the standard one, also where the reply names none. */
export function toServiceTier(word: string | null): string | null {
  if (word === null) return null;
  const tier = word.toLowerCase();
  return STANDARD.has(tier) ? null : (ALSO_CALLED.get(tier) ?? tier);
}
