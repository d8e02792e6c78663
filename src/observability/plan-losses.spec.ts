import { planLosses } from './plan-losses.js';

describe('planLosses', () => {
  it.each<[Record<string, number>, number, Record<string, number>]>([
    [{ a: 900, b: 50, c: 50 }, 100, { a: 100 }],
    [{ a: 900, b: 50, c: 50 }, 880, { a: 860, b: 10, c: 10 }],
    [{ a: 500, b: 400, c: 100 }, 300, { a: 200, b: 100 }],
    [{ a: 500, b: 500 }, 100, { a: 50, b: 50 }],
    [{ a: 10 }, 1_000, { a: 10 }],
    [{ a: 500 }, 0, {}],
    [{}, 100, {}],
  ])('of %j to free %d', (bytesOf, bytesToFree, losses) => {
    const planned = planLosses(new Map(Object.entries(bytesOf)), bytesToFree);
    expect([...planned.keys()]).toEqual(Object.keys(losses));
    for (const [name, loss] of planned) expect(Math.abs(loss - (losses[name] ?? 0))).toBeLessThan(1);
    const freed = [...planned.values()].reduce((sum, loss) => sum + loss, 0);
    expect(freed).toBeGreaterThanOrEqual(
      Math.min(
        bytesToFree,
        Object.values(bytesOf).reduce((a, b) => a + b, 0),
      ),
    );
  });
});
