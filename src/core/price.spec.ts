import fc from 'fast-check';
import { formatUsd, PICO_PER_USD } from './price.js';

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
