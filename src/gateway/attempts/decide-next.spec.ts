import {
  GatewayError,
  InvalidRequestError,
  UnsupportedEndpointError,
  UnsupportedParameterError,
  UpstreamError,
  type FailureKind,
} from '../../core/errors.js';
import { decideNext, type PastAttempt, type TargetLimits } from './decide-next.js';

const failed = (kind: FailureKind, targetIndex = 0, retryAfterMs: number | null = null): PastAttempt => ({
  targetIndex,
  error: new UpstreamError({ kind, message: 'no', retryAfterMs }),
});
const once: TargetLimits = { maxAttempts: 1, maxDelayMs: 1000 };
const thrice: TargetLimits = { maxAttempts: 3, maxDelayMs: 1000 };

describe('decideNext', () => {
  it('begins with the first target', () => {
    expect(decideNext([], [once, once], 0.5)).toEqual({ kind: 'attempt', targetIndex: 0, delayMs: 0 });
  });

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
    expect(retried).toEqual(again ? { kind: 'attempt', targetIndex: 0, delayMs: 125 } : { kind: 'stop' });
    const fallen = decideNext([failed(kind)], [once, once], 0.5);
    expect(fallen).toEqual(next ? { kind: 'attempt', targetIndex: 1, delayMs: 0 } : { kind: 'stop' });
  });

  it('backs off exponentially with full jitter under a cap, then goes on', () => {
    const history: PastAttempt[] = [failed('overloaded')];
    const limits = [{ maxAttempts: 5, maxDelayMs: 600 }, once];
    const delays: number[] = [];
    for (;;) {
      const next = decideNext(history, limits, 1);
      if (next.kind === 'stop' || next.targetIndex === 1) break;
      delays.push(next.delayMs);
      history.push(failed('overloaded'));
    }
    expect(delays).toEqual([250, 500, 600, 600]);
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

  it('lets a target that lacks something pass to one that has it, and stops at a wrong request', () => {
    const next = (error: GatewayError) => decideNext([{ targetIndex: 0, error }], [once, once], 0.5).kind;
    expect(next(new UnsupportedEndpointError('x'))).toBe('attempt');
    expect(next(new UnsupportedParameterError('n', 'x'))).toBe('attempt');
    expect(next(new InvalidRequestError('x'))).toBe('stop');
  });

  it('stops behind the last target', () => {
    expect(decideNext([failed('overloaded', 0), failed('overloaded', 1)], [once, once], 0.5)).toEqual({ kind: 'stop' });
  });
});
