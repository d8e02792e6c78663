import { randomNumbers } from '../../../test/support/random-numbers.js';
import { Moments } from './moments.js';

describe('Moments', () => {
  const entriesOf = (moments: Moments) => [...moments].sort(([a], [b]) => a - b);

  it('come back as they were written, whatever their sign and size', () => {
    const moments = new Moments();
    moments.add(0, 1, 0n);
    moments.add(255, -3, -1n);
    moments.add(70_000, Number.MAX_SAFE_INTEGER, 10n ** 40n);
    moments.add(3, 2, -(10n ** 25n));
    const read = new Moments();
    read.addEncoded(moments.encode());
    expect(entriesOf(read)).toEqual(entriesOf(moments));
  });

  it('are the same, in whatever order and parts they are added', () => {
    const random = randomNumbers(5);
    const parts = Array.from({ length: 200 }, () => {
      const part = new Moments();
      for (let call = 0; call < 10; call++) {
        part.add(Math.floor(random() * 256), 1, BigInt(Math.floor((random() - 0.3) * 1e15)));
      }
      return part.encode();
    });
    const sumOf = (encoded: readonly Buffer[]) => {
      const sum = new Moments();
      for (const part of encoded) sum.addEncoded(part);
      return sum.encode().toString('hex');
    };
    const shuffled = parts.map((part) => ({ part, at: random() })).sort((a, b) => a.at - b.at);
    const halves = [shuffled.slice(0, 77), shuffled.slice(77)].map((half) => {
      const sum = new Moments();
      for (const { part } of half) sum.addEncoded(part);
      return sum.encode();
    });
    expect(sumOf(shuffled.map(({ part }) => part))).toBe(sumOf(parts));
    expect(sumOf(halves)).toBe(sumOf(parts));
  });

  it('take no room where they cancel out', () => {
    const moments = new Moments();
    moments.add(9, 1, 5n);
    moments.add(9, -1, -5n);
    expect(moments.encode()).toHaveLength(0);
  });

  it('are refused where they are cut off', () => {
    expect(() => new Moments().addEncoded(Buffer.from([1, 0x80]))).toThrow(RangeError);
  });
});
