import {
  GatewayError,
  InternalError,
  InvalidRequestError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
  type FailureKind,
} from '../../core/errors.js';
import {
  DEFAULT_FALLBACK_ON,
  FALLBACK_TRIGGERS,
  type FallbackTrigger,
} from '../../configs/targeting/fallback-triggers.js';
import {
  decideContinuation,
  decideNext as decide,
  type NextStep,
  type PastAttempt,
  type TargetLimits,
} from './decide-next.js';

const failed = (kind: FailureKind, targetIndex = 0, retryAfterMs: number | null = null): PastAttempt => ({
  targetIndex,
  error: new UpstreamError({ kind, message: 'no', retryAfterMs }),
});
const once: TargetLimits = { maxAttempts: 1, maxDelayMs: 1000, remainingMs: Infinity, allowsRetry: true };
const thrice: TargetLimits = { ...once, maxAttempts: 3 };

const decideNext = (past: readonly PastAttempt[], limits: readonly TargetLimits[], random: number): NextStep =>
  decide(past, { limits, fallbackOn: DEFAULT_FALLBACK_ON, random });

describe('decideNext', () => {
  it.each<[FailureKind, boolean, boolean]>([
    ['unreachable', true, true],
    ['timeout', true, true],
    ['overloaded', true, true],
    ['invalid-response', true, true],
    ['stream-broken', true, true],
    ['rate-limited', true, true],
    ['model-failed', true, true],
    ['quota-exhausted', false, true],
    ['credentials-rejected', false, true],
    ['request-rejected', false, false],
  ])('%s: again %s, next %s', (kind, again, next) => {
    const retried = decideNext([failed(kind)], [thrice], 0.5);
    expect(retried).toMatchObject(
      again ? { kind: 'attempt', targetIndex: 0, delayMs: 250, reason: 'retry' } : { kind: 'stop' },
    );
    const fallen = decideNext([failed(kind)], [once, once], 0.5);
    expect(fallen).toMatchObject(
      next ? { kind: 'attempt', targetIndex: 1, delayMs: 0, reason: 'fallback' } : { kind: 'stop' },
    );
  });

  it('backs off exponentially with full jitter under a cap, then goes on', () => {
    const history: PastAttempt[] = [failed('overloaded')];
    const limits = [{ ...once, maxAttempts: 5, maxDelayMs: 1_500 }, once];
    const delays: number[] = [];
    for (;;) {
      const next = decideNext(history, limits, 1);
      if (next.kind === 'stop' || next.targetIndex === 1) break;
      delays.push(next.delayMs);
      history.push(failed('overloaded'));
    }
    expect(delays).toEqual([500, 1_000, 1_500, 1_500]);
  });

  it('waits as long as the vendor says where that is short, and falls over at once where it is long', () => {
    expect(decideNext([failed('rate-limited', 0, 700)], [thrice, once], 0.5)).toMatchObject({
      targetIndex: 0,
      delayMs: 700,
    });
    expect(decideNext([failed('rate-limited', 0, 30_000)], [thrice, once], 0.5)).toMatchObject({
      targetIndex: 1,
      delayMs: 0,
    });
    expect(decideNext([failed('rate-limited', 0, 30_000)], [thrice], 0.5)).toEqual({ kind: 'stop' });
  });

  it('backs off also from a vendor that asks for no wait, and from one that asks for less', () => {
    expect(decideNext([failed('rate-limited', 0, 0)], [thrice], 0.5)).toMatchObject({ delayMs: 250 });
    expect(decideNext([failed('rate-limited', 0, 100)], [thrice], 1)).toMatchObject({ delayMs: 500 });
  });

  it('begins no wait that takes all the time that is left, and no target without any', () => {
    const short: TargetLimits = { ...thrice, remainingMs: 250 };
    expect(decideNext([failed('overloaded')], [short, once], 0.5)).toMatchObject({ targetIndex: 1, delayMs: 0 });
    expect(decideNext([failed('overloaded')], [short], 0.5)).toEqual({ kind: 'stop' });
    expect(decideNext([failed('overloaded')], [{ ...thrice, remainingMs: 251 }], 0.5)).toMatchObject({
      targetIndex: 0,
    });
    expect(decideNext([failed('overloaded')], [once, { ...once, remainingMs: 0 }], 0.5)).toEqual({ kind: 'stop' });
  });

  it('does not repeat a fault of the gateway itself, but calls the next target', () => {
    const past = [{ targetIndex: 0, error: new InternalError('id', new TypeError('x')) }];
    expect(decideNext(past, [thrice], 0.5)).toEqual({ kind: 'stop' });
    expect(decideNext(past, [thrice, once], 0.5)).toMatchObject({ targetIndex: 1 });
  });

  it('lets a target that lacks something pass to one that has it, and stops at a wrong request', () => {
    const next = (error: GatewayError) => decideNext([{ targetIndex: 0, error }], [once, once], 0.5).kind;
    expect(next(new UnsupportedEndpointError('x'))).toBe('attempt');
    expect(next(new UnsupportedParameterError('n', 'x'))).toBe('attempt');
    expect(next(new InvalidRequestError('x'))).toBe('stop');
  });

  it('stops behind the last target', () => {
    expect(decideNext([failed('overloaded', 0), failed('overloaded', 1)], [once, once], 0.5)).toEqual({ kind: 'stop' });
  });

  it('moves on at once where the provider may be sent no more retries, and says so', () => {
    const spent = { ...thrice, allowsRetry: false };
    expect(decideNext([failed('overloaded')], [spent, once], 0.5)).toEqual({
      kind: 'attempt',
      targetIndex: 1,
      delayMs: 0,
      reason: 'fallback',
      because: 'retry_budget',
    });
    expect(decideNext([failed('overloaded')], [spent], 0.5)).toEqual({ kind: 'stop' });
    expect(decideNext([failed('quota-exhausted')], [spent, once], 0.5)).toMatchObject({ because: 'quota' });
  });
});

describe('the triggers of a rule', () => {
  const refused = (code: string | null): PastAttempt => ({
    targetIndex: 0,
    error: new UpstreamError({ kind: 'request-rejected', message: 'no', code }),
  });
  const CASES: readonly [FallbackTrigger, PastAttempt][] = [
    ['unavailable', failed('unreachable')],
    ['unavailable', failed('overloaded')],
    ['unavailable', failed('invalid-response')],
    ['unavailable', failed('stream-broken')],
    ['timeout', failed('timeout')],
    ['rate_limited', failed('rate-limited')],
    ['credentials', failed('credentials-rejected')],
    ['quota', failed('quota-exhausted')],
    ['context_window', refused('context_length_exceeded')],
    ['content_policy', refused('content_filter')],
    ['content_policy', refused('content_policy_violation')],
    ['content_policy', refused('moderation_blocked')],
    ['content_policy', refused('invalid_prompt')],
    ['content_policy', refused('data_inspection_failed')],
    ['capability', refused('model_not_found')],
    ['capability', refused('unsupported_parameter')],
  ];

  it.each(CASES)('%s: falls over where the rule names it, and only then', (trigger, attempt) => {
    const next = (fallbackOn: ReadonlySet<FallbackTrigger>) =>
      decide([attempt], { limits: [once, once], fallbackOn, random: 0 });
    expect(next(new Set([trigger]))).toMatchObject({ kind: 'attempt', targetIndex: 1, because: trigger });
    expect(next(new Set(FALLBACK_TRIGGERS.filter((each) => each !== trigger)))).toEqual({ kind: 'stop' });
  });

  it('are the failures of the vendor and not the request where a rule names none', () => {
    expect([...DEFAULT_FALLBACK_ON]).toEqual(['unavailable', 'timeout', 'rate_limited', 'credentials', 'quota']);
  });

  it('never cover a request that is plainly wrong', () => {
    const all = new Set(FALLBACK_TRIGGERS);
    for (const attempt of [refused(null), refused('invalid_value')]) {
      expect(decide([attempt], { limits: [once, once], fallbackOn: all, random: 0 })).toEqual({ kind: 'stop' });
    }
  });
});

describe('decideContinuation', () => {
  const broken = (cause?: GatewayError, targetIndex = 0): PastAttempt => ({
    targetIndex,
    error: new UpstreamError({ kind: 'stream-broken', message: 'no' }, { cause }),
  });
  const go = (past: PastAttempt, limits = [thrice, once], fallbackOn: readonly FallbackTrigger[] = FALLBACK_TRIGGERS) =>
    decideContinuation(past, { limits, fallbackOn: new Set(fallbackOn) });
  const goesOn = (because: string) => ({ kind: 'attempt', targetIndex: 1, delayMs: 0, reason: 'fallback', because });

  it('calls the next target, never the same one again', () => {
    expect(go(broken())).toEqual(goesOn('unavailable'));
    expect(go(broken(), [thrice])).toEqual({ kind: 'stop' });
    expect(go(broken(undefined, 1))).toEqual({ kind: 'stop' });
  });

  it('does so for what broke the stream', () => {
    const late = new UpstreamError({ kind: 'timeout', message: 'late' });
    expect(go(broken(late))).toEqual(goesOn('timeout'));
    expect(go(broken(late), [once, once], ['quota'])).toEqual({ kind: 'stop' });
    expect(go(broken(), [once, once], [])).toEqual({ kind: 'stop' });
    expect(go(broken(new InvalidRequestError('x')))).toEqual({ kind: 'stop' });
  });

  it('passes over a target that lacks something, whatever the rule falls back for', () => {
    const lacking = { targetIndex: 0, error: new UnsupportedParameterError('messages', 'x') };
    expect(go(lacking, [once, once], [])).toEqual(goesOn('capability'));
  });

  it('stops where the next target has no time', () => {
    expect(go(broken(), [once, { ...once, remainingMs: 0 }])).toEqual({ kind: 'stop' });
  });

  it('needs no budget of retries: that of the next provider is its own', () => {
    expect(go(broken(), [{ ...once, allowsRetry: false }, once])).toEqual(goesOn('unavailable'));
  });
});
