import { RetryBudget } from './retry-budget.js';

/** A vendor that is down: each call is tried three times where the budget allows it. */
function outage(callsPerSecond: number, seconds: number): { calls: number; sent: number } {
  const budget = new RetryBudget();
  const total = { calls: 0, sent: 0 };
  for (let call = 0; call < callsPerSecond * seconds; call++) {
    const nowMs = (call * 1_000) / callsPerSecond;
    total.calls++;
    for (let attempt = 1; attempt <= 3; attempt++) {
      if (attempt > 1 && !budget.allowsRetry(nowMs)) break;
      budget.add(nowMs, { isRetry: attempt > 1 });
      total.sent++;
    }
  }
  return total;
}

it('sends a vendor that is down a fifth more calls than there are, at most', () => {
  const { calls, sent } = outage(100, 60);
  expect(sent / calls).toBeLessThanOrEqual(1.2);
  expect(sent / calls).toBeGreaterThan(1.15);
});

it('retries little traffic as often as it is told to', () => {
  const { calls, sent } = outage(0.5, 60);
  expect(sent).toBe(3 * calls);
});

it('allows ten retries within ten seconds whatever the traffic', () => {
  const budget = new RetryBudget();
  for (let retry = 0; retry < 10; retry++) {
    expect(budget.allowsRetry(0)).toBe(true);
    budget.add(0, { isRetry: true });
  }
  expect(budget.allowsRetry(9_999)).toBe(false);
  expect(budget.allowsRetry(10_000)).toBe(true);
});
