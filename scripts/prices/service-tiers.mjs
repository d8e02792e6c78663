import { toOwnPeriod } from './to-periods.mjs';

/** A row with the prices of the tiers of service that are stated for its model, which the source does not know. */
export function withServiceTiers(stated, row) {
  const periods = stated
    .filter(({ vendor }) => vendor === row.vendor)
    .flatMap(({ tiers }) => Object.entries(tiers))
    .flatMap(([serviceTier, models]) => {
      const usdPerMillion = models[row.model];
      return usdPerMillion === undefined ? [] : [{ serviceTier, ...toOwnPeriod({ usdPerMillion }) }];
    });
  return periods.length === 0 ? row : { ...row, prices: [...row.prices, ...periods] };
}
