import { secondsUntilRetry } from './retry-schedule.js';

describe('the retries of a delivery', () => {
  it('come later and later, for three days, and end', () => {
    const waits: number[] = [];
    for (let attempts = 1; ; attempts++) {
      const wait = secondsUntilRetry(attempts, 0);
      if (wait === null) break;
      waits.push(wait);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(waits).toHaveLength(9);
    const days = waits.reduce((sum, wait) => sum + wait, 0) / 86_400;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(3.5);
  });

  it('are spread by a tenth', () => {
    expect(secondsUntilRetry(2, 1)).toBe(330);
  });
});
