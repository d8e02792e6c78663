import { jest } from '@jest/globals';
import { isFragmented, watchPace } from './body-pace.js';

describe('watchPace', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('gives up a body that trickles, and lets a slow one be', () => {
    let received = 0;
    let stalls = 0;
    watchPace(
      () => received,
      () => stalls++,
    );
    for (let period = 0; period < 5; period++) {
      received += 2_000;
      jest.advanceTimersByTime(30_000);
    }
    expect(stalls).toBe(0);
    received += 100;
    jest.advanceTimersByTime(30_000);
    expect(stalls).toBe(1);
    jest.advanceTimersByTime(300_000);
    expect(stalls).toBe(1);
  });

  it('is over when it is ended', () => {
    let stalls = 0;
    const stop = watchPace(
      () => 0,
      () => stalls++,
    );
    stop();
    jest.advanceTimersByTime(300_000);
    expect(stalls).toBe(0);
  });
});

describe('isFragmented', () => {
  it.each([
    [50_000, 50_000, false],
    [50_001, 50_001, true],
    [100_000, 3_200_000, false],
  ])('of %i chunks with %i bytes is %s', (chunks, bytes, expected) => {
    expect(isFragmented(chunks, bytes)).toBe(expected);
  });
});
