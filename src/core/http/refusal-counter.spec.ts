import { RefusalCounter } from './refusal-counter.js';

const MINUTE_MS = 60_000;

describe('RefusalCounter', () => {
  it('delays an address longer the more often it is refused, up to a limit', () => {
    const counter = new RefusalCounter();
    const delays = Array.from({ length: 12 }, () => counter.add('a', 0).delayMs);
    expect(delays).toEqual([0, 0, 0, 0, 0, 100, 200, 400, 800, 1000, 1000, 1000]);
    expect(counter.add('b', 0).delayMs).toBe(0);
  });

  it('forgets an address that was quiet for ten minutes', () => {
    const counter = new RefusalCounter();
    for (let times = 0; times < 8; times++) counter.add('a', times);
    expect(counter.add('a', 5 * MINUTE_MS).count).toBe(9);
    expect(counter.add('a', 16 * MINUTE_MS)).toMatchObject({ count: 1, delayMs: 0, isLogged: true });
  });

  it('logs the first refusals of an address, then ever fewer, and says how many had no line', () => {
    const counter = new RefusalCounter();
    const logged = Array.from({ length: 70 }, () => counter.add('a', 0)).filter(({ isLogged }) => isLogged);
    expect(logged.map(({ count }) => count)).toEqual([1, 2, 3, 4, 5, 8, 16, 32, 64]);
    expect(logged.map(({ unlogged }) => unlogged)).toEqual([0, 0, 0, 0, 0, 2, 7, 15, 31]);
  });

  it('logs so many lines a minute, however many addresses there are, and remembers so many addresses', () => {
    const counter = new RefusalCounter();
    const lines = (from: number, count: number, nowMs: number) =>
      Array.from({ length: count }, (_, index) => counter.add(`address-${from + index}`, nowMs)).filter(
        ({ isLogged }) => isLogged,
      ).length;
    expect(lines(0, 20_000, 0)).toBe(60);
    expect(counter.add('late', MINUTE_MS)).toMatchObject({ isLogged: true, unlogged: 19_940 });
    // The oldest were dropped for the newest.
    expect(counter.add('address-0', MINUTE_MS).count).toBe(1);
    expect(counter.add('address-19999', MINUTE_MS).count).toBe(2);
  });
});
