import { formatUsd } from './cost-of-usage.js';
import { parseUsd } from './parse-usd.js';

const USD = 1_000_000_000_000n;

describe('amounts of US dollars', () => {
  it.each<[string | number, bigint]>([
    ['0', 0n],
    [0, 0n],
    ['1', USD],
    ['0.000151', 151_000_000n],
    [6e-8, 60_000n],
    ['1.4e-05', 14_000_000n],
    ['1.5E+2', 150n * USD],
    [' 12.50 ', 12_500_000_000_000n],
    // Half up in the last digit that is kept.
    ['0.0000000000005', 1n],
    ['0.00000000000049', 0n],
    // More digits than a number of 64 bits holds.
    ['123456789.123456789012', 123_456_789_123_456_789_012n],
    [0.1 + 0.2, 300_000_000_000n],
  ])('are read exactly: %s', (stated, pico) => {
    expect(parseUsd(stated)).toBe(pico);
  });

  it.each(['', ' ', '-1', '+1', '.5', '1.', '1,5', '$1', 'NaN', 'None', '1e999', '0x10', Number.NaN, Infinity, -0.1])(
    'are null where they are none: %s',
    (stated) => {
      expect(parseUsd(stated)).toBeNull();
    },
  );

  it.each([null, undefined, true, {}, [1], 1n])('are null where they are no text or number', (stated) => {
    expect(parseUsd(stated)).toBeNull();
  });

  it('may be in cents, or in smaller parts of a dollar', () => {
    expect(parseUsd('123.45', 2)).toBe(1_234_500_000_000n);
    expect(parseUsd(37_756_000, 10)).toBe(3_775_600_000n);
  });

  it('are what formatUsd writes', () => {
    let seed = 7n;
    for (let turn = 0; turn < 1_000; turn++) {
      seed = (seed * 6_364_136_223_846_793_005n + 1_442_695_040_888_963_407n) % 2n ** 64n;
      const pico = seed >> BigInt(turn % 60);
      expect(parseUsd(formatUsd(pico))).toBe(pico);
    }
  });
});
