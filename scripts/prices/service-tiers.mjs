import { toOwnPeriod } from './to-periods.mjs';

/**
 * A row with the prices of the tiers of service that are stated for its model, which the source does not know.
 * @throws Error where a model that is stated is given a price for long prompts, and its row does not say what is long
 */
export function withServiceTiers(stated, row) {
  const periods = stated
    .filter(({ vendor }) => vendor === row.vendor)
    .flatMap(({ tiers = {}, likeStandard = [], multiplied = {} }) => [
      ...Object.entries(multiplied)
        .filter(([, { models }]) => models.includes(row.model))
        .flatMap(([serviceTier, { by }]) => row.prices.map((period) => ({ serviceTier, ...multiply(period, by) }))),
      ...likeStandard.flatMap((serviceTier) => row.prices.map((period) => ({ serviceTier, ...period }))),
      ...Object.entries(tiers).flatMap(([serviceTier, models]) => {
        const prices = models[row.model];
        return prices === undefined ? [] : [{ serviceTier, ...toPeriod(prices, row) }];
      }),
    ]);
  return periods.length === 0 ? row : { ...row, prices: [...row.prices, ...periods] };
}

/** What the standard tier calls a long prompt is one of every tier. */
function toPeriod({ effectiveFrom, longPrompt, ...usdPerMillion }, { vendor, model, prices }) {
  const { units } = toOwnPeriod({ usdPerMillion });
  const from = effectiveFrom === undefined ? {} : { effectiveFrom };
  if (longPrompt === undefined) return { ...from, units };
  const abovePromptTokens = prices.at(-1).tiers?.[0].abovePromptTokens;
  if (abovePromptTokens === undefined) throw new Error(`${vendor}/${model} has no price for long prompts`);
  const { units: dearer } = toOwnPeriod({ usdPerMillion: longPrompt });
  return { ...from, units, tiers: [{ abovePromptTokens, units: dearer }] };
}

/** @param by decimal text of at most two places */
function multiply({ units, tiers, ...period }, by) {
  const hundredths = BigInt(Math.round(Number(by) * 100));
  const times = (prices) =>
    Object.fromEntries(
      Object.entries(prices).map(([unit, pico]) => {
        const product = BigInt(pico) * hundredths;
        if (product % 100n !== 0n) throw new Error(`${pico} times ${by} is no whole number of pico-USD`);
        return [unit, (product / 100n).toString()];
      }),
    );
  return {
    ...period,
    units: times(units),
    ...(tiers && { tiers: tiers.map((tier) => ({ ...tier, units: times(tier.units) })) }),
  };
}
