import fc from 'fast-check';
import { BytePieces } from './byte-pieces.js';

const cuts = fc
  .array(fc.uint8Array({ maxLength: 12 }), { maxLength: 6 })
  .map((pieces) => pieces.map((piece) => Buffer.from(piece)));

describe('BytePieces', () => {
  it('are their bytes joined, however they were cut', () => {
    fc.assert(
      fc.property(cuts, fc.nat(80), fc.nat(80), (pieces, one, other) => {
        const whole = Buffer.concat(pieces);
        const bytes = BytePieces.of(pieces);
        const [start, end] = [Math.min(one, other, whole.length), Math.min(Math.max(one, other), whole.length)];
        expect(bytes.length).toBe(whole.length);
        expect(bytes.slice(start, end).equals(whole.subarray(start, end))).toBe(true);
        expect(Buffer.concat(bytes.slices(start, end)).equals(whole.subarray(start, end))).toBe(true);
        expect(bytes.text(start, end)).toBe(whole.toString('utf8', start, end));
        expect(bytes.at(start)).toBe(whole[start]);
        expect(bytes.joined().equals(whole)).toBe(true);
        expect(bytes.slice(start, end).equals(whole.subarray(start, end))).toBe(true);
      }),
    );
  });

  it('find a text also where it is cut', () => {
    const letters = fc.array(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(
        letters,
        fc.string({ unit: fc.constantFrom('a', 'b'), minLength: 1, maxLength: 6 }),
        (parts, text) => {
          const bytes = BytePieces.of(parts.map((part) => Buffer.from(part)));
          expect(bytes.includes(text)).toBe(parts.join('').includes(text));
        },
      ),
      { numRuns: 1_000 },
    );
  });

  it('copy nothing of what lies in one piece', () => {
    const [first, second] = [Buffer.from('abcdef'), Buffer.from('ghi')];
    const bytes = BytePieces.of([first, second]);
    expect(bytes.slice(1, 4).buffer).toBe(first.buffer);
    expect(bytes.slices(4, 8).map(String)).toEqual(['ef', 'gh']);
    expect(BytePieces.of(first).joined()).toBe(first);
  });
});
