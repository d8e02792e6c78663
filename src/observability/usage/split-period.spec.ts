import fc from 'fast-check';
import { splitPeriod, type Period } from './split-period.js';

const at = (text: string): Date => new Date(`2026-${text}Z`);
const show = ({ from, to }: Period): string => `${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`;

describe('a period', () => {
  it.each<[string, string, 'day' | 'hour', string[], string[], string[]]>([
    ['01-31T00:00', '02-03T00:00', 'day', [], [], ['01-31T00:00 02-03T00:00']],
    ['01-31T00:00', '02-03T00:00', 'hour', [], ['01-31T00:00 02-03T00:00'], []],
    [
      '01-31T22:30',
      '02-03T01:15',
      'day',
      ['01-31T22:30 01-31T23:00', '02-03T01:00 02-03T01:15'],
      ['01-31T23:00 02-01T00:00', '02-03T00:00 02-03T01:00'],
      ['02-01T00:00 02-03T00:00'],
    ],
    ['01-31T22:00', '02-01T02:00', 'day', [], ['01-31T22:00 02-01T02:00'], []],
    ['01-31T22:10', '01-31T22:50', 'day', ['01-31T22:10 01-31T22:50'], [], []],
    ['01-31T22:10', '01-31T23:50', 'day', ['01-31T22:10 01-31T23:50'], [], []],
    ['01-31T22:10', '02-01T00:00', 'day', ['01-31T22:10 01-31T23:00'], ['01-31T23:00 02-01T00:00'], []],
  ])('from %s to %s in parts of a %s', (from, to, coarsest, rows, hours, days) => {
    const split = splitPeriod({ from: at(from), to: at(to) }, coarsest);
    expect([split.rows, split.hours, split.days].map((part) => part.map(show))).toEqual([rows, hours, days]);
  });

  it('is covered once by its parts, of which those read as rows are shorter than two hours', () => {
    const moment = fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2026-03-01') });
    fc.assert(
      fc.property(moment, moment, fc.constantFrom('day', 'hour'), (a, b, coarsest) => {
        fc.pre(a !== b);
        const [from, to] = [new Date(Math.min(a, b)), new Date(Math.max(a, b))];
        const { rows, hours, days } = splitPeriod({ from, to }, coarsest);
        const parts = [...rows, ...hours, ...days].sort((x, y) => x.from.getTime() - y.from.getTime());
        expect([parts[0]?.from, parts.at(-1)?.to]).toEqual([from, to]);
        parts.slice(1).forEach((part, place) => expect(part.from).toEqual(parts[place]?.to));
        const read = rows.reduce((sum, part) => sum + part.to.getTime() - part.from.getTime(), 0);
        expect(read).toBeLessThan(2 * 3600 * 1000);
        for (const part of hours) expect(part.from.getTime() % 3_600_000 || part.to.getTime() % 3_600_000).toBe(0);
        for (const part of days) expect(part.from.getTime() % 86_400_000 || part.to.getTime() % 86_400_000).toBe(0);
      }),
    );
  });
});
