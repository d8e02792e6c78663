import fc from 'fast-check';
import { METERED_UNITS, type UsageRecord } from '../core/usage.js';
import { costOfUsage } from './cost-of-usage.js';
import { readModels, type ModelRow, type PriceRow } from './models.js';
import { buildPriceBook, type PriceBook } from './price-book.js';

const PRICES = buildPriceBook(readModels());
const AT = new Date('2026-11-01T12:00:00Z');

function rowsOf({ models }: PriceBook): PriceRow[] {
  return models.flatMap(({ periods }) =>
    periods.flatMap(({ units, tiers, imageTiers }) => [
      ...Object.values(units),
      ...tiers.flatMap((tier) => Object.values(tier.units)),
      ...imageTiers.flatMap(({ standard, hd }) => [standard ?? [], hd ?? []].flat()),
    ]),
  );
}

describe('the id of a price', () => {
  it('is a UUID that no other price of the catalog has', () => {
    const ids = rowsOf(PRICES).map(({ id }) => id);
    expect(ids.length).toBeGreaterThan(3_000);
    expect(new Set(ids).size).toBe(ids.length);
    const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(ids.filter((id) => !uuid.test(id))).toEqual([]);
  });

  it.each([
    ['openai', 'gpt-4o-mini', 'input', 0, '3939a4dc-12bd-5b99-b182-0e962b677c12'],
    ['vertex', 'gemini-2.5-pro', 'output', 200_001, 'c41fde09-0a7b-582c-8ed3-b5747d824345'],
  ] as const)('is for ever the same: %s %s %s past %d tokens', (vendor, model, unit, contextTokens, id) => {
    expect(PRICES.priceOf({ vendor, model, unit, at: AT, tier: null, contextTokens })?.id).toBe(id);
  });

  it('does not change with the amount, and does with every condition', () => {
    const idOf = (period: Period) => rowsOf(one(period)).map(({ id }) => id);
    expect(idOf({ units: { input: '1' } })).toEqual(idOf({ units: { input: '2' } }));
    const all = [
      ...idOf({ units: { input: '1', output: '1' } }),
      ...idOf({ effectiveFrom: '2026-01-01', units: { input: '1' } }),
      ...idOf({ dailyUtc: ['01:00', '02:00'], units: { input: '1' } }),
      ...idOf({ units: {}, tiers: [{ abovePromptTokens: 200_000, units: { input: '1' } }] }),
      ...idOf({ units: {}, imageTiers: [{ upTo: [256, 256], standard: '1', hd: '1' }] }),
    ];
    expect(new Set(all).size).toBe(7);
  });
});

type Period = ModelRow['prices'][number];

/** A book of one model. */
function one(...prices: readonly Period[]): PriceBook {
  return buildPriceBook(readModels([{ vendor: 'v', model: 'm', prices }]));
}

describe('costOfUsage, of any model', () => {
  const call = { vendor: 'v', model: 'm', pricingModelMap: {}, at: AT };
  const usageOf = (units: UsageRecord['units']): UsageRecord => ({ units, reasoningTokens: null });
  const cost = (units: UsageRecord['units'], price: Period['units']) =>
    costOfUsage(one({ units: price }), call, usageOf(units))?.pico ?? null;
  const price = { input: '2500000', 'cache-read': '1250000', output: '10000000' };

  it('is exact to the last digit', () => {
    // 1117 · 0.0000025 + 1920 · 0.00000125 + 321 · 0.00001 = 0.0027925 + 0.0024 + 0.00321
    expect(cost({ input: 1_117, 'cache-read': 1_920, output: 321 }, price)).toBe(8_402_500_000n);
  });

  it('charges seconds of audio in thousandths, rounded half up', () => {
    expect(cost({ 'audio-second': 1.5 }, { 'audio-second': '100' })).toBe(150n);
    expect(cost({ 'audio-second': 0.001 }, { 'audio-second': '500' })).toBe(1n);
    expect(cost({ 'audio-second': 0.001 }, { 'audio-second': '499' })).toBe(0n);
  });

  it('is exact for every count that JSON holds exactly', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(cost({ input: most }, { input: '3' })).toBe(BigInt(most) * 3n);
  });

  it('is not known for a unit without a price, and never called zero', () => {
    expect(cost({ input: 1, 'input-audio': 1 }, price)).toBeNull();
    expect(cost({ input: 1 }, {})).toBeNull();
    expect(cost({}, price)).toBeNull();
    expect(costOfUsage(one({ units: price }), { ...call, model: 'other' }, usageOf({ input: 1 }))).toBeNull();
  });

  it('needs no price for a unit that was not used', () => {
    expect(cost({ input: 1, image: 0 }, price)).toBe(2_500_000n);
    expect(cost({ input: 0 }, {})).toBe(0n);
  });

  it('is zero where the price is zero', () => {
    expect(cost({ input: 5, output: 5 }, { input: '0', output: '0' })).toBe(0n);
  });

  it('adds up: two calls cost what one of both would', () => {
    const tokens = fc.nat(100_000_000);
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, (in1, in2, out1, out2) => {
        const apart = [
          { input: in1, output: out1 },
          { input: in2, output: out2 },
        ].reduce((sum, units) => sum + (cost(units, price) ?? -1n), 0n);
        expect(cost({ input: in1 + in2, output: out1 + out2 }, price)).toBe(apart);
      }),
    );
  });

  it('is what the rows that it names make, and names one for each unit that was used', () => {
    const byId = new Map(rowsOf(PRICES).map((row) => [row.id, row]));
    /** A model, and quantities of what it has prices for. */
    const calls = fc.constantFrom(...PRICES.models).chain((model) => {
      const names = METERED_UNITS.filter((unit) => model.periods.some(({ units }) => units[unit] !== undefined));
      const units = fc.record(Object.fromEntries(names.map((unit) => [unit, fc.nat(300_000)])), { requiredKeys: [] });
      return fc.record({ model: fc.constant(model), units });
    });
    let priced = 0;
    fc.assert(
      fc.property(calls, ({ model: { vendor, model, periods }, units: used }) => {
        const units: UsageRecord['units'] = used;
        const isRounded = periods.some(({ audioBilling }) => audioBilling !== null);
        const found = costOfUsage(PRICES, { vendor, model, pricingModelMap: {}, at: AT }, usageOf(units));
        if (found === null || isRounded) return;
        const quantities = METERED_UNITS.flatMap((unit) => units[unit] ?? []).filter((quantity) => quantity > 0);
        expect(found.priceIds).toHaveLength(quantities.length);
        const sum = quantities.reduce((total, quantity, index) => {
          const row = byId.get(found.priceIds[index] ?? '');
          if (row === undefined) throw new Error('it names a row that is not there');
          return total + BigInt(quantity) * row.pico;
        }, 0n);
        expect(found.pico).toBe(sum);
        priced++;
      }),
      { numRuns: 1_000 },
    );
    expect(priced).toBeGreaterThan(500);
  });
});
