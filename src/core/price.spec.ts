import fc from 'fast-check';
import { costOf, formatUsd, PICO_PER_USD, type Price } from './price.js';
import type { UsageRecord } from './usage.js';

/** Dollars per million tokens, as vendors print them: 2.5 is 2,500,000 pico-USD a token. */
const perMillion = (usd: number): bigint => BigInt(Math.round(usd * 1_000_000));

const usageOf = (units: UsageRecord['units']): UsageRecord => ({ units, reasoningTokens: null });

describe('costOf', () => {
  const price: Price = { input: perMillion(2.5), 'cache-read': perMillion(1.25), output: perMillion(10) };

  it('is exact to the last digit', () => {
    const cost = costOf(usageOf({ input: 1_117, 'cache-read': 1_920, output: 321 }), price);
    // 1117 · 0.0000025 + 1920 · 0.00000125 + 321 · 0.00001 = 0.0027925 + 0.0024 + 0.00321
    expect(formatUsd(cost!)).toBe('0.0084025');
  });

  it('charges seconds of audio in thousandths, rounded half up', () => {
    expect(costOf(usageOf({ 'audio-second': 1.5 }), { 'audio-second': 100n })).toBe(150n);
    expect(costOf(usageOf({ 'audio-second': 0.001 }), { 'audio-second': 500n })).toBe(1n);
    expect(costOf(usageOf({ 'audio-second': 0.001 }), { 'audio-second': 499n })).toBe(0n);
  });

  it('is exact for every count that JSON holds exactly', () => {
    const most = Number.MAX_SAFE_INTEGER;
    expect(costOf(usageOf({ input: most }), { input: 3n })).toBe(BigInt(most) * 3n);
  });

  it('does not know the cost of a unit without a price, and never calls it zero', () => {
    expect(costOf(usageOf({ input: 1, 'input-audio': 1 }), price)).toBeNull();
    expect(costOf(usageOf({ input: 1 }), {})).toBeNull();
    expect(costOf(usageOf({ input: 1 }), null)).toBeNull();
    expect(costOf(null, price)).toBeNull();
    expect(costOf(usageOf({}), price)).toBeNull();
  });

  it('needs no price for a unit that was not used', () => {
    expect(costOf(usageOf({ input: 1, image: 0 }), price)).toBe(2_500_000n);
    expect(costOf(usageOf({ input: 0 }), {})).toBe(0n);
  });

  it('is free where the price is zero', () => {
    expect(costOf(usageOf({ input: 5, output: 5 }), { input: 0n, output: 0n })).toBe(0n);
  });

  it('adds up: two calls cost what one of both would', () => {
    const tokens = fc.nat(100_000_000);
    fc.assert(
      fc.property(tokens, tokens, tokens, tokens, (in1, in2, out1, out2) => {
        const apart =
          costOf(usageOf({ input: in1, output: out1 }), price)! + costOf(usageOf({ input: in2, output: out2 }), price)!;
        expect(costOf(usageOf({ input: in1 + in2, output: out1 + out2 }), price)).toBe(apart);
      }),
    );
  });
});

describe('formatUsd', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000000000001'],
    [420_000_000n, '0.00042'],
    [PICO_PER_USD, '1'],
    [12n * PICO_PER_USD + 500_000_000_000n, '12.5'],
  ])('writes %s pico-USD as %s', (pico, text) => {
    expect(formatUsd(pico)).toBe(text);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (pico) => {
        const [whole = '0', fraction = ''] = formatUsd(pico).split('.');
        expect(BigInt(whole) * PICO_PER_USD + BigInt(fraction.padEnd(12, '0'))).toBe(pico);
      }),
    );
  });
});
