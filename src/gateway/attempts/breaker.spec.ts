import { Breaker, type Outcome } from './breaker.js';

const success: Outcome = { kind: 'success' };
const failure: Outcome = { kind: 'failure' };

const call = {};

let breaker: Breaker;
beforeEach(() => {
  breaker = new Breaker();
});

function record(outcomes: readonly Outcome[], nowMs: number): boolean[] {
  return outcomes.map((outcome) => breaker.record(outcome, nowMs));
}

const times = (count: number, outcome: Outcome) => Array<Outcome>(count).fill(outcome);

describe('opening', () => {
  it.each([
    ['19 calls, all failed', 0, 19, false],
    ['20 calls, half failed', 10, 10, true],
    ['20 calls, less than half failed', 11, 9, false],
    ['100 calls, half failed', 50, 50, true],
  ])('%s', (_, good, bad, isOpen) => {
    record([...times(good, success), ...times(bad, failure)], 1_000);
    expect(breaker.at(1_000).state).toBe(isOpen ? 'open' : 'closed');
    expect(breaker.admits(call, 1_000)).toBe(!isOpen);
  });

  it('counts the last ten seconds only', () => {
    record(times(19, failure), 1_000);
    record(times(1, failure), 11_500);
    expect(breaker.at(11_500).state).toBe('closed');
    expect(breaker.counted(11_500)).toEqual({ calls: 1, errors: 1 });
    expect(breaker.counted(60_000)).toEqual({ calls: 0, errors: 0 });
  });

  it('at once on rejected credentials, and for as long as the vendor asks, ten minutes at most', () => {
    record([{ kind: 'credentials-rejected' }], 0);
    expect(breaker.at(0)).toEqual({ state: 'open', reason: 'credentials', untilMs: 30_000 });
    breaker = new Breaker();
    record([{ kind: 'asked-to-wait', ms: 20_000 }], 0);
    expect(breaker.at(19_999)).toEqual({ state: 'open', reason: 'retry-after', untilMs: 20_000 });
    breaker = new Breaker();
    record([{ kind: 'asked-to-wait', ms: 86_400_000 }], 0);
    expect(breaker.at(0)).toMatchObject({ untilMs: 600_000 });
  });

  it('says when its state changes', () => {
    expect(record(times(21, failure), 0).map(Number).join('')).toBe('000000000000000000010');
    expect(breaker.record(success, 6_000)).toBe(true);
    expect(breaker.record(success, 6_000)).toBe(false);
  });
});

describe('half-open', () => {
  beforeEach(() => void record(times(20, failure), 0));

  it('lets one probe out, and closes with its success', () => {
    expect(breaker.admits(call, 4_999)).toBe(false);
    expect(breaker.at(5_000)).toEqual({ state: 'half-open', reason: 'errors' });
    expect([breaker.admits(call, 5_000), breaker.admits(call, 5_000), breaker.admits(call, 5_001)]).toEqual([
      true,
      false,
      false,
    ]);
    breaker.record(success, 5_100);
    expect(breaker.at(5_100)).toEqual({ state: 'closed' });
    expect(breaker.admits(call, 5_100)).toBe(true);
    expect(breaker.counted(5_100)).toEqual({ calls: 0, errors: 0 });
  });

  it('opens again for twice as long with each probe that fails, a minute at most', () => {
    let now = 0;
    const lengths: number[] = [];
    for (let probe = 0; probe < 6; probe++) {
      const state = breaker.at(now);
      if (state.state !== 'open') throw new Error(state.state);
      lengths.push(state.untilMs - now);
      now = state.untilMs;
      expect(breaker.admits(call, now)).toBe(true);
      breaker.record(failure, now);
    }
    expect(lengths).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000]);
  });

  it('lets another probe out where the first told nothing, or never ended', () => {
    expect([breaker.admits(call, 5_000), breaker.admits(call, 5_000)]).toEqual([true, false]);
    breaker.forget(call);
    expect([breaker.admits(call, 5_000), breaker.admits(call, 5_000)]).toEqual([true, false]);
    expect(breaker.admits(call, 65_000)).toBe(true);
  });

  it('lets no second probe out where another call tells nothing, such as one to the last target', () => {
    expect(breaker.admits(call, 5_000)).toBe(true);
    breaker.forget({});
    expect(breaker.admits({}, 5_001)).toBe(false);
  });

  it('closes where a stream begins, and opens for longer where none ends well', () => {
    breaker.begin(5_000);
    expect(breaker.at(5_000)).toEqual({ state: 'closed' });
    record(times(20, failure), 5_000);
    expect(breaker.at(5_000)).toMatchObject({ state: 'open', untilMs: 15_000 });
    breaker.begin(15_000);
    record([success, ...times(20, failure)], 15_000);
    expect(breaker.at(15_000)).toMatchObject({ state: 'open', untilMs: 20_000 });
  });

  it('is not moved by calls that went out before it opened', () => {
    breaker.record(failure, 4_000);
    breaker.record(success, 4_000);
    expect(breaker.at(4_000)).toEqual({ state: 'open', reason: 'errors', untilMs: 5_000 });
  });
});

describe('what another replica found', () => {
  it('opens it, and never shortens what is known here', () => {
    breaker.openUntil('credentials', 9_000);
    expect(breaker.at(0)).toEqual({ state: 'open', reason: 'credentials', untilMs: 9_000 });
    breaker.openUntil('errors', 4_000);
    expect(breaker.at(0)).toMatchObject({ reason: 'credentials', untilMs: 9_000 });
    expect(breaker.admits(call, 9_000)).toBe(true);
  });
});
