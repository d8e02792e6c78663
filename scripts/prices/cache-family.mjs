/**
 * The units of a prompt's tokens where a cache is involved; vendors list prices for some of them and charge for all.
 */
export const CACHE_UNITS = ['cache-read', 'cache-write', 'cache-write-1h'];

/**
 * The rule for the family of models that a row belongs to, as its vendor documents caches; undefined where none is
 * written down.
 */
export function cacheRuleOf(rules, { vendor, model }) {
  return rules.find((rule) => rule.vendors.includes(vendor) && new RegExp(rule.models).test(model));
}

/**
 * A row whose cache prices are whole: what the source lacks is computed as its vendor's page says (`timesInput`).
 * @throws Error where a member is missing and no reason is written down
 */
export function withCacheFamily(rules, row) {
  const rule = cacheRuleOf(rules, row);
  const complete = (units) => completeUnits(units, rule, `${row.vendor}/${row.model}`);
  return {
    ...row,
    prices: row.prices.map((period) => ({
      ...period,
      units: complete(period.units),
      ...(period.tiers && { tiers: period.tiers.map((tier) => ({ ...tier, units: complete(tier.units) })) }),
    })),
  };
}

function completeUnits(units, rule, name) {
  if (!CACHE_UNITS.some((unit) => units[unit] !== undefined)) return units;
  const added = {};
  for (const unit of CACHE_UNITS.filter((candidate) => units[candidate] === undefined)) {
    const factor = rule?.timesInput?.[unit];
    if (factor !== undefined) added[unit] = times(units.input, factor, `${name} ${unit}`);
    else if (rule?.lacks?.[unit] === undefined) {
      throw new Error(`${name} has cache prices but none for ${unit}: say why in prices/cache-family.json`);
    }
  }
  // The order of the source's own units, so that the diff shows what was added and nothing else.
  const { input, 'cache-read': read, 'cache-write': write, 'cache-write-1h': hour, ...rest } = { ...units, ...added };
  const ordered = { input, 'cache-read': read, 'cache-write': write, 'cache-write-1h': hour, ...rest };
  return Object.fromEntries(Object.entries(ordered).filter(([, price]) => price !== undefined));
}

/** Pico-USD times a decimal factor, exactly. */
function times(pico, factor, name) {
  const [whole, fraction = ''] = factor.split('.');
  const product = BigInt(pico) * BigInt(whole + fraction);
  const scale = 10n ** BigInt(fraction.length);
  if (product % scale !== 0n) throw new Error(`${name} is no whole number of pico-USD`);
  return (product / scale).toString();
}
