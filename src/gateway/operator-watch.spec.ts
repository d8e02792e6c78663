import { hostname } from 'node:os';
import { jest } from '@jest/globals';
import type { OperatorEvent } from '../core/operator-events.js';
import { OperatorWatch } from './operator-watch.js';

const LOOK_MS = 10_000;

/** The processes of a replica, by its data directory, on one log. */
function watch(dataDirs: readonly string[]) {
  const told: OperatorEvent[] = [];
  const journal: { reasons: string[] } = { reasons: [] };
  const processes = dataDirs.map((dataDir) => {
    const events = { tell: (event: OperatorEvent) => void told.push(event) };
    return new OperatorWatch({ current: null }, journal, events, { dataDir }, { onUnpriced: () => undefined });
  });
  for (const each of processes) each.onApplicationBootstrap();
  return { told, journal, stop: () => processes.forEach((each) => each.onModuleDestroy()) };
}

describe('what operators are told of the log', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-31T12:01:00Z') });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('is told when it lasts, and not again before it is well', () => {
    const { told, journal, stop } = watch(['/data']);
    journal.reasons = ['the database is away'];
    jest.advanceTimersByTime(LOOK_MS);
    expect(told).toEqual([]);
    journal.reasons = [];
    jest.advanceTimersByTime(LOOK_MS);
    journal.reasons = ['the database is away'];
    jest.advanceTimersByTime(5 * LOOK_MS);
    const data = { replica: hostname(), since: '2026-01-31T12:01:30.000Z', reasons: ['the database is away'] };
    expect(told).toEqual([{ type: 'log.degraded', key: expect.any(String) as unknown, data }]);
    stop();
  });

  it('is one event of the workers of a replica, and another one of another replica', () => {
    const { told, journal, stop } = watch(['/data/a', '/data/a', '/data/b']);
    journal.reasons = ['the database is away'];
    jest.advanceTimersByTime(2 * LOOK_MS);
    const keys = told.map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(2);
    stop();
  });
});
