import type { Clock } from '../../core/clock.js';
import type { LoggedCosts } from '../../observability/shadow-costs.js';
import { ShadowSpending } from './shadow-spending.js';

const SHADOW = 'rule variant';
const CAP = 100n;

/** A clock and a log that a test sets. */
function spendingOf() {
  let nowMs = Date.parse('2026-11-27T10:00:00Z');
  const clock: Clock = {
    now: () => new Date(nowMs),
    monotonicMs: () => nowMs,
    sleep: () => Promise.reject(new Error('nobody sleeps')),
  };
  const log = { costs: new Map<string, bigint>(), ids: new Set<string>(), fails: false, asked: [] as Date[] };
  const load = (since: Date, requestIds: readonly string[]): Promise<LoggedCosts> => {
    log.asked.push(since);
    if (log.fails) return Promise.reject(new Error('no database'));
    return Promise.resolve({ costs: new Map(log.costs), logged: requestIds.filter((id) => log.ids.has(id)) });
  };
  let calls = 0;
  const spending = new ShadowSpending({ load }, clock);
  return {
    spending,
    log,
    pass: (ms: number) => void (nowMs += ms),
    /** A call that ends at once. @returns its id; null where it may not begin */
    call: (cost: bigint | null, key = SHADOW): string | null => {
      if (!spending.begin(key, CAP)) return null;
      const requestId = `call-${++calls}`;
      spending.end(key, { requestId, startedAt: clock.now(), cost });
      return requestId;
    },
  };
}

describe('what shadows have spent', () => {
  it('counts a call once, whether or not the log has it already', async () => {
    const { spending, log, call, pass } = spendingOf();
    expect(await spending.look()).toBe(true);
    const first = call(60n);
    // In the log, with what another replica has spent; the second is on its way.
    log.costs.set(SHADOW, 60n + 10n);
    log.ids.add(first ?? '');
    pass(5_001);
    await spending.look();
    expect(call(20n)).not.toBeNull();
    pass(5_001);
    await spending.look();
    expect(call(10n)).not.toBeNull();
    expect(call(1n)).toBeNull();
    expect(call(1n, 'another shadow')).not.toBeNull();
  });

  it('reads the log at most every five seconds, one at a time, and of this day only', async () => {
    const { spending, log, pass } = spendingOf();
    await Promise.all([spending.look(), spending.look()]);
    pass(5_000);
    await spending.look();
    expect(log.asked).toEqual([new Date('2026-11-27T00:00:00Z')]);
    pass(1);
    await spending.look();
    expect(log.asked).toHaveLength(2);
  });

  it('counts calls under way at what calls cost on average', async () => {
    const { spending, call } = spendingOf();
    await spending.look();
    call(20n);
    call(30n);
    // 50 spent, and each under way is taken for 25.
    expect([1, 2, 3].map(() => spending.begin(SHADOW, CAP))).toEqual([true, true, false]);
    spending.end(SHADOW, null);
    expect(spending.begin(SHADOW, CAP)).toBe(true);
  });

  it('goes on for a minute where the log cannot be read, and not before it was read once', async () => {
    const { spending, log, call, pass } = spendingOf();
    log.fails = true;
    expect(await spending.look()).toBe(false);
    log.fails = false;
    expect(await spending.look()).toBe(true);
    call(40n);
    log.fails = true;
    pass(60_000);
    expect(await spending.look()).toBe(true);
    // What this process has spent is known all the same.
    expect([call(60n), call(1n)]).toEqual([expect.any(String), null]);
    pass(1);
    expect(await spending.look()).toBe(false);
  });

  it('begins anew each day, and counts a call on the day on which it began', async () => {
    const { spending, log, call, pass } = spendingOf();
    await spending.look();
    call(100n);
    expect(spending.begin(SHADOW, CAP)).toBe(false);
    const startedAt = new Date('2026-11-27T23:59:59Z');
    pass(14 * 3_600_000);
    await spending.look();
    expect(log.asked.at(-1)).toEqual(new Date('2026-11-28T00:00:00Z'));
    expect(spending.begin(SHADOW, CAP)).toBe(true);
    spending.end(SHADOW, { requestId: 'over midnight', startedAt, cost: 99n });
    expect([call(99n), call(1n), call(1n)]).toEqual([expect.any(String), expect.any(String), null]);
  });

  it('knows of no cost where it is not known', async () => {
    const { spending, call } = spendingOf();
    await spending.look();
    expect([call(null), call(99n), call(null), call(1n), call(1n)]).toEqual([
      ...[expect.any(String), expect.any(String), expect.any(String), expect.any(String), null],
    ]);
  });
});
