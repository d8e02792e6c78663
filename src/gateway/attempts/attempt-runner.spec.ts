import type { PolicyDefaults } from '../../core/settings.js';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { account, environment, snapshot, version } from '../../../test/support/snapshot-fixture.js';
import type { Clock } from '../../core/clock.js';
import {
  ClientClosedError,
  type GatewayError,
  UnsupportedParameterError,
  UpstreamError,
  type UpstreamFailure,
} from '../../core/errors.js';
import type { FormBody, ProviderConnection } from '../../providers/provider-strategy.js';
import type { Transport, UpstreamBody } from '../../providers/transport/transport.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { readRequest } from '../endpoints/read-request.js';
import { ReplyClosing, type RequestContext } from '../planning/request-context.js';
import type { CallerLimits, PlannedCall, Target } from '../planning/route-plan.js';
import { AttemptRunner } from './attempt-runner.js';
import { beginTrace, toAttemptRecord } from './attempt-trace.js';
import { DEFAULT_FALLBACK_ON } from '../../configs/targeting/fallback-triggers.js';
import { type Opened, TargetHealth } from './target-health.js';
import { ReplyMeter } from './reply-meter.js';
import type { UpstreamReply } from './upstream-reply.js';
import { AudioLength } from './audio-length.js';
import { openAi } from '../fronts/openai.js';

const TIMEOUTS = { connectMs: 10_000, firstByteMs: 300_000, firstTokenMs: 300_000, idleMs: 120_000, totalMs: 600_000 };
const DEFAULTS: PolicyDefaults = { retryMaxAttempts: 3, retryMaxDelayMs: 8_000, timeouts: TIMEOUTS };
const ANSWER = JSON.stringify({ id: 'x', choices: [{ index: 0, message: { role: 'assistant', content: 'Hi' } }] });

/** A clock that only sleeping moves on. */
class FakeClock implements Clock {
  ms = 0;
  readonly slept: number[] = [];
  onSleep: () => void = () => undefined;

  now = () => new Date(this.ms);
  monotonicMs = () => this.ms;
  sleep = async (ms: number, signal: AbortSignal) => {
    this.slept.push(ms);
    this.ms += ms;
    this.onSleep();
    signal.throwIfAborted();
    return Promise.resolve();
  };
}

class FakeBody implements UpstreamBody {
  destroyed = false;

  constructor(private readonly text: string) {}

  bytes = () => Promise.resolve(Buffer.from(this.text));
  read = () => undefined;
  destroy = () => void (this.destroyed = true);
  async *[Symbol.asyncIterator]() {
    yield await this.bytes();
  }
}

/** What a vendor answers to each call, in order; the last one to all that follow. */
type Answers = readonly (UpstreamFailure | 'ok' | 'unusable')[];

const FORM: FormBody = {
  fields: [],
  file: { field: 'file', filename: 'a.wav', contentType: 'audio/wav', bytes: new FakeBody('RIFF') },
};

interface FakeTarget {
  readonly answers: Answers;
  readonly fields?: Parameters<typeof version>[1];
  /** What signing throws. */
  readonly unsigned?: Error;
  /** The request is a form, which can be read only once. */
  readonly isForm?: boolean;
  /** How long each answer takes. */
  readonly answerMs?: number;
}

interface Vendor {
  readonly slug: string;
  readonly calls: string[];
  readonly clock: FakeClock;
}

function connectionOf(
  { answers, unsigned, isForm = false, answerMs = 0 }: FakeTarget,
  { slug, calls, clock }: Vendor,
): ProviderConnection {
  let at = 0;
  const next = () => answers[Math.min(at++, answers.length - 1)] ?? 'ok';
  let last: Answers[number] = 'ok';
  const transport: Transport = {
    send: () => {
      calls.push(slug);
      clock.ms += answerMs;
      last = next();
      const status = typeof last === 'string' ? 200 : 500;
      return Promise.resolve({
        status,
        headers: { 'x-request-id': `${slug}-${calls.length}` },
        body: new FakeBody(ANSWER),
      });
    },
  };
  return {
    endpoints: {
      'chat/completions': {
        kind: 'pass-through',
        toRequest: ({ body }) => ({
          request: { method: 'POST', url: 'https://vendor.example', headers: {}, body: isForm ? FORM : body.bytes },
          dropped: [],
        }),
        mapBody: (body) => {
          if (last === 'unusable') throw new TypeError('a mapper that did not expect this');
          return body;
        },
      },
    },
    sign: (request, _signal, { fresh = false } = {}) => {
      if (unsigned !== undefined) throw unsigned;
      if (fresh) calls.push(`${slug}: a new token`);
      return request;
    },
    requestIdHeaders: ['x-request-id'],
    readError: () => (typeof last === 'string' ? { kind: 'overloaded', message: '' } : last),
    transport,
  };
}

class FakeResponse {
  writableFinished = false;
  shouldKeepAlive = true;
  destroyed = false;
  private listener: () => void = () => undefined;

  once = (_event: 'close', listener: () => void) => void (this.listener = listener);
  destroy = () => void (this.destroyed = true);
  close = () => this.listener();
}

function setUp(targets: readonly FakeTarget[], limits: Partial<CallerLimits> = {}) {
  const calls: string[] = [];
  const clock = new FakeClock();
  const response = new FakeResponse();
  const closing = new ReplyClosing(response, { destroyed: false, once: () => undefined });
  const request = readRequest(
    chatCompletions,
    Buffer.from(JSON.stringify({ model: '@config/c', messages: [{ role: 'user', content: 'hi' }] })),
    null,
  );
  const planned = targets.map((fake, index): Target => {
    const { fields } = fake;
    const slug = `vendor-${index}`;
    const target = account(slug, { connection: connectionOf(fake, { slug, calls, clock }) });
    return {
      origin: { kind: 'direct' },
      account: target,
      model: 'm',
      version: fields === undefined ? null : version(`variant-${index}`, fields),
      weight: null,
    };
  });
  const [first, ...rest] = planned;
  if (first === undefined) throw new Error('no target');
  const context: RequestContext = {
    id: 'request-1',
    caller: { environment, secret: { id: 'secret-1', name: null } },
    snapshot: snapshot([], {}),
    startedAt: clock.now(),
    startedMs: 0,
    waitedMs: 0,
    copyOf: null,
    trace: null,
    closing,
    front: openAi,
    endpoint: 'chat/completions',
    headers: {},
    request,
    plan: null,
    hops: null,
    sentStatus: null,
  };
  const call: PlannedCall = {
    context,
    request,
    plan: {
      targets: [first, ...rest],
      passedOver: [],
      subject: null,
      draw: null,
      copies: [],
      revision: '1',
      fallbackOn: DEFAULT_FALLBACK_ON,
      continueStreams: false,
      reasons: [],
    },
    limits: { timeoutMs: null, maxAttempts: null, ...limits },
  };
  const unused: Transport = { send: () => Promise.reject(new Error('not used')) };
  const health = new TargetHealth(clock, DEFAULTS);
  const runner = new AttemptRunner(unused, clock, DEFAULTS, new AudioLength(), health);
  const run = async () => {
    const result = await runner.run(call);
    return { ...result, attempts: result.attempts.map(toAttemptRecord) };
  };
  return { run, call, calls, clock, closing, response, health };
}

const failure = (kind: UpstreamFailure['kind'], retryAfterMs: number | null = null): UpstreamFailure => ({
  kind,
  message: 'no',
  retryAfterMs,
});

describe('AttemptRunner', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
    jest.spyOn(Logger.prototype, 'error').mockReturnValue();
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it.each([
    ['direct access', undefined],
    ['a version that says nothing', {}],
    ['a version that says only how long a wait may be', { retry: { maxDelayMs: 5_000 } }],
  ])('tries three times by default, with growing waits: %s', async (_, fields) => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const { run, calls, clock } = setUp([{ answers: [failure('overloaded')], fields }]);
    const result = await run();
    expect(result).toMatchObject({ ok: false, error: { code: 'upstream_error' } });
    expect(result.attempts).toHaveLength(3);
    expect(calls).toHaveLength(3);
    expect(clock.slept).toEqual([500, 1_000]);
  });

  it('ends with the first good answer', async () => {
    const { run, calls } = setUp([{ answers: [failure('overloaded'), failure('rate-limited'), 'ok'] }]);
    expect(await run()).toMatchObject({ ok: true });
    expect(calls).toHaveLength(3);
  });

  it.each([[1], [2], [5]])('calls a target %d times where its version says so', async (maxAttempts) => {
    const { run, calls } = setUp([{ answers: [failure('overloaded')], fields: { retry: { maxAttempts } } }]);
    await run();
    expect(calls).toHaveLength(maxAttempts);
  });

  it.each([
    [1, 1],
    [2, 2],
    [9, 3],
  ])('lets the caller lower the calls to a target, and no more: %d', async (maxAttempts, made) => {
    const failing = { answers: [failure('overloaded')] };
    const { run, calls } = setUp([failing, failing], { maxAttempts });
    await run();
    expect(calls).toHaveLength(2 * made);
  });

  it.each([
    [700, ['vendor-0', 'vendor-0', 'vendor-1', 'vendor-1']],
    [700_000, ['vendor-0', 'vendor-0', 'vendor-0', 'vendor-1', 'vendor-1', 'vendor-1']],
  ])('ends the whole call within the time that the caller gives: %d ms', async (timeoutMs, made) => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const failing = { answers: [failure('overloaded')] };
    const { run, calls, clock } = setUp([failing, failing], { timeoutMs });
    await run();
    expect(calls).toEqual(made);
    expect(clock.ms).toBeLessThan(timeoutMs);
  });

  it.each(['request-rejected', 'quota-exhausted', 'credentials-rejected'] as const)(
    'does not repeat %s',
    async (kind) => {
      const { run, calls } = setUp([{ answers: [failure(kind)] }]);
      await run();
      expect(calls).toHaveLength(1);
    },
  );

  it('repeats a target before it goes on to its fallback, and records each attempt', async () => {
    const { run, calls } = setUp([{ answers: [failure('overloaded')] }, { answers: ['ok'] }]);
    const result = await run();
    expect(calls).toEqual(['vendor-0', 'vendor-0', 'vendor-0', 'vendor-1']);
    expect(result.attempts.map(({ error }) => error)).toEqual([
      ...Array.from({ length: 3 }, () => 'upstream_error'),
      null,
    ]);
  });

  it('does not wait for a vendor that asks for longer than it may', async () => {
    const { run, calls, clock } = setUp([{ answers: [failure('rate-limited', 60_000)] }, { answers: ['ok'] }]);
    await run();
    expect(calls).toEqual(['vendor-0', 'vendor-1']);
    expect(clock.slept).toEqual([]);
  });

  it('keeps all attempts and waits at a target within its totalMs', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(1);
    const fields = { timeouts: { totalMs: 1_200 }, retry: { maxAttempts: 10 } };
    const { run, calls, clock } = setUp([
      { answers: [failure('overloaded')], fields },
      { answers: [failure('overloaded')], fields },
    ]);
    expect(await run()).toMatchObject({ ok: false });
    expect(calls).toEqual(['vendor-0', 'vendor-0', 'vendor-1', 'vendor-1']);
    expect(clock.slept).toEqual([500, 500]);
  });

  it('begins no attempt in what a timer that ended early has left', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const target = { answers: [failure('timeout')], answerMs: 99.4 };
    const { run, calls } = setUp([target, target], { timeoutMs: 100 });
    expect(await run()).toMatchObject({ ok: false });
    expect(calls).toEqual(['vendor-0']);
  });

  it('records of each attempt where it went, when, how long it took and how it ended', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const refused = { ...failure('rate-limited', 300), vendorMessage: 'slow down' };
    const { run } = setUp([{ answers: [refused, 'ok'], fields: {}, answerMs: 20 }]);
    const { attempts } = await run();
    const target = {
      provider: 'vendor-0',
      vendor: 'openai',
      model: 'm',
      variant: 'variant-0',
      variantId: 'variant-variant-0',
      version: 1,
    };
    const times = [0, 320].map((ms) => ({ startedAt: new Date(ms).toISOString(), latencyMs: 20 }));
    expect(attempts).toEqual([
      {
        reason: 'first',
        because: null,
        ...target,
        ...times[0],
        status: 500,
        error: 'rate_limit_exceeded',
        message: ANSWER,
        upstreamRequestId: 'vendor-0-1',
      },
      {
        ...{ reason: 'retry', because: 'rate_limited', ...target, ...times[1] },
        ...{ status: 200, error: null, message: null, upstreamRequestId: 'vendor-0-2' },
      },
    ]);
  });

  it.each([
    ['the vendor failed', failure('overloaded'), 'warn', 'upstream attempt failed'],
    ['the gateway failed', 'unusable' as const, 'error', 'an attempt failed inside the gateway'],
  ] as const)('tells the log where %s', async (_, answer, level, message) => {
    await setUp([{ answers: [answer, 'ok'] }, { answers: ['ok'] }]).run();
    const logged = jest.spyOn(Logger.prototype, level);
    expect(logged.mock.calls).toEqual([[message, expect.objectContaining({ requestId: 'request-1' })]]);
  });

  it('tells it nothing of what the caller did wrong', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn');
    await setUp([{ answers: [failure('request-rejected')] }]).run();
    expect(warn).not.toHaveBeenCalled();
  });

  it('takes a fault of the gateway for an attempt that failed, closes the answer, and calls the fallback', async () => {
    const alone = await setUp([{ answers: ['unusable'] }]).run();
    expect(alone).toMatchObject({ ok: false, error: { status: 500, code: 'internal_error' } });
    expect(alone.attempts).toMatchObject([{ provider: 'vendor-0', status: 200, error: 'internal_error' }]);
    expect(await setUp([{ answers: ['unusable'] }, { answers: ['ok'] }]).run()).toMatchObject({ ok: true });
  });

  it.each([
    ['whose token is taken then', ['ok' as const], false, ['vendor-0', 'vendor-0: a new token', 'vendor-0']],
    ['whose token is refused again', [], false, ['vendor-0', 'vendor-0: a new token', 'vendor-0']],
    ['of a form, for the next call alone', ['ok' as const], true, ['vendor-0', 'vendor-0: a new token']],
  ])('signs a call afresh once where a token that is kept was refused: %s', async (_, answers, isForm, made) => {
    const refused = { ...failure('credentials-rejected'), signAfresh: true };
    const { run, calls } = setUp([{ answers: [refused, ...answers], isForm }]);
    const result = await run();
    expect(calls).toEqual(made);
    expect(result.attempts).toHaveLength(1);
    expect(result.ok).toBe(answers.length > 0 && !isForm);
  });

  it.each([
    ['request-rejected', ['vendor-0']],
    ['quota-exhausted', ['vendor-0', 'vendor-1', 'vendor-2']],
    ['credentials-rejected', ['vendor-0', 'vendor-1', 'vendor-2']],
  ] as const)('asks each fallback in turn, except after what no other vendor would take: %s', async (kind, made) => {
    const failing = { answers: [failure(kind)] };
    const { run, calls } = setUp([failing, failing, { answers: ['ok'] }]);
    const result = await run();
    expect(calls).toEqual(made);
    expect(result).toMatchObject({ ok: kind !== 'request-rejected', target: { account: { slug: made.at(-1) } } });
    expect(result.attempts).toHaveLength(made.length);
  });

  it('ends with the last failure where all targets fail, and names the target', async () => {
    const { run } = setUp([{ answers: [failure('quota-exhausted')] }, { answers: [failure('request-rejected')] }]);
    const result = await run();
    expect(result).toMatchObject({ ok: false, error: { status: 400 }, target: { account: { slug: 'vendor-1' } } });
    expect(result.attempts).toMatchObject([
      { provider: 'vendor-0', status: 500, error: 'insufficient_quota' },
      { provider: 'vendor-1', status: 500 },
    ]);
  });

  it('takes what is thrown before anything is sent for a failed attempt, too', async () => {
    const broken = { answers: ['ok'] as const, unsigned: new TypeError('no signature') };
    const { run, calls } = setUp([broken, { answers: ['ok'] }]);
    expect(await run()).toMatchObject({
      ok: true,
      attempts: [
        { provider: 'vendor-0', status: null, error: 'internal_error' },
        { provider: 'vendor-1', status: 200, error: null },
      ],
    });
    expect(calls).toEqual(['vendor-1']);
  });

  it('stops when the shutdown cuts the call during a wait', async () => {
    const { run, calls, clock, closing } = setUp([{ answers: [failure('overloaded', 100)] }, { answers: ['ok'] }]);
    clock.onSleep = () => closing.cutForShutdown();
    expect(await run()).toMatchObject({ ok: false, error: { code: 'cut_by_shutdown' } });
    expect(calls).toHaveLength(1);
  });

  it('leaves no timer and no listener behind, however it ends', async () => {
    for (const answer of ['ok', failure('request-rejected'), 'unusable'] as const) {
      const { run, response } = setUp([{ answers: [answer] }]);
      await run();
      response.close();
      expect(jest.getTimerCount()).toBe(0);
    }
  });

  it('leaves no listener of its waits behind', async () => {
    const { run, closing, clock } = setUp([{ answers: [failure('overloaded', 100)] }]);
    const add = jest.spyOn(closing, 'add');
    const remove = jest.spyOn(closing, 'remove');
    await run();
    expect(clock.slept).toHaveLength(2);
    const removed = remove.mock.calls.flat();
    expect(add.mock.calls.flat().filter((listener) => !removed.includes(listener))).toEqual([]);
  });

  it('stops when the caller leaves during a wait', async () => {
    const { run, calls, clock, response } = setUp([{ answers: [failure('overloaded', 100)] }]);
    clock.onSleep = () => response.close();
    expect(await run()).toMatchObject({ ok: false, error: { code: 'client_closed_request' } });
    expect(calls).toHaveLength(1);
  });
});

describe('a vendor that is down', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate'] });
    jest.spyOn(Math, 'random').mockReturnValue(0);
    jest.spyOn(Logger.prototype, 'warn').mockReturnValue();
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const DOWN = { answers: [failure('overloaded')] };

  async function runs<Result>(count: number, run: () => Promise<Result>): Promise<readonly Result[]> {
    const results: Result[] = [];
    for (let call = 0; call < count; call++) results.push(await run());
    return results;
  }

  it('is sent a fifth more calls than callers make, and no more', async () => {
    const { run, calls } = setUp([DOWN]);
    await runs(100, run);
    expect(calls).toHaveLength(120);
  });

  it('is left at once for the next target when its retries are spent, and the record says so', async () => {
    const { run, calls } = setUp([DOWN, { answers: ['ok'] }]);
    // Too few to open the breaker.
    const last = (await runs(6, run)).at(-1);
    expect(calls.filter((slug) => slug === 'vendor-0')).toHaveLength(16);
    expect(last?.attempts.map(({ provider, reason, because }) => [provider, reason, because])).toEqual([
      ['vendor-0', 'first', null],
      ['vendor-1', 'fallback', 'retry_budget'],
    ]);
  });

  it('is passed over once its breaker is open, until a probe shows that it is back', async () => {
    const answers = [...Array<UpstreamFailure>(20).fill(failure('overloaded')), 'ok' as const];
    const { run, calls, clock } = setUp([{ answers }, { answers: ['ok'] }]);
    await runs(12, run);
    expect(calls.filter((slug) => slug === 'vendor-0')).toHaveLength(20);
    const passed = await run();
    expect(passed.attempts.map(({ provider, reason, because }) => [provider, reason, because])).toEqual([
      ['vendor-0', 'skipped', 'breaker_open'],
      ['vendor-1', 'fallback', 'breaker_open'],
    ]);
    clock.ms += 5_000;
    expect((await run()).target.account.slug).toBe('vendor-0');
    expect((await run()).target.account.slug).toBe('vendor-0');
  });

  it('is skipped, and not called, where it lacks what the request needs and another is left', async () => {
    const unsigned = new UnsupportedParameterError('tools', 'no tools');
    const { run, calls } = setUp([{ answers: ['ok'], unsigned }, { answers: ['ok'] }]);
    const { attempts } = await run();
    expect(attempts.map(({ provider, reason, because }) => [provider, reason, because])).toEqual([
      ['vendor-0', 'skipped', 'capability'],
      ['vendor-1', 'fallback', 'capability'],
    ]);
    expect(calls).toEqual(['vendor-1']);
    const alone = await setUp([{ answers: ['ok'], unsigned }]).run();
    expect(alone).toMatchObject({ ok: false, error: { code: 'unsupported_parameter' } });
    expect(alone.attempts.map(({ reason }) => reason)).toEqual(['first']);
  });

  it('is called all the same where it is the last target', async () => {
    const { run, calls } = setUp([DOWN]);
    await runs(30, run);
    calls.length = 0;
    await run();
    expect(calls).toEqual(['vendor-0']);
  });

  it('opens its breaker for the other replicas too', async () => {
    const { run, health } = setUp([{ answers: [failure('rate-limited', 60_000)] }, { answers: ['ok'] }]);
    const opened: Opened[] = [];
    health.onOpened = (each) => opened.push(each);
    await run();
    expect(opened).toEqual([{ accountId: 'account-vendor-0', model: 'm', reason: 'retry-after', forMs: 60_000 }]);
  });

  describe('that streams', () => {
    const reply = (meter: ReplyMeter): UpstreamReply => {
      const body = { sendTo: () => Promise.resolve(), giveUp: () => undefined, release: () => undefined };
      return { status: 200, contentType: 'text/event-stream', headers: {}, body, meter, dropped: [] };
    };
    const broken = new UpstreamError({ kind: 'stream-broken', message: 'no' });

    function streams(count: number, breakage: GatewayError | null) {
      const { call, clock, health } = setUp([DOWN, { answers: ['ok'] }]);
      const target = call.plan.targets[0];
      const trace = beginTrace(target, { reason: 'first', because: null }, clock.now());
      for (let made = 0; made < count; made++) {
        const meter = new ReplyMeter();
        health.note(call, trace, reply(meter));
        meter.breakage = breakage;
        meter.end();
      }
      return { call, target, clock, health, trace, described: health.describe(target.account.connection)[0]?.health };
    }

    it('counts a stream once, as it ends', () => {
      expect(streams(7, null).described).toMatchObject({ calls: 7, errors: 0 });
      expect(streams(7, broken).described).toMatchObject({ calls: 7, errors: 7, lastError: { message: 'no' } });
      expect(streams(7, new ClientClosedError()).described).toMatchObject({ calls: 7, errors: 0 });
    });

    it('opens its breaker where streams break, though each begins well', () => {
      expect(streams(19, broken).described?.breaker.state).toBe('closed');
      expect(streams(20, broken).described?.breaker.state).toBe('open');
    });

    it('has one probe, whoever else leaves', () => {
      const { call, target, clock, health, trace } = streams(20, broken);
      clock.ms += 5_000;
      expect(health.admits(call, target)).toBe(true);
      const other = { ...call };
      health.note(other, trace, new ClientClosedError());
      expect(health.admits(other, target)).toBe(false);
      health.note(call, trace, new ClientClosedError());
      expect(health.admits(other, target)).toBe(true);
    });
  });

  it('is told apart from names that callers make up, by the hundred', () => {
    const { call, clock, health } = setUp([DOWN]);
    const [target] = call.plan.targets;
    const note = (model: string, error: GatewayError) => {
      const named = { ...target, model };
      health.note(call, beginTrace(named, { reason: 'first', because: null }, clock.now()), error);
    };
    note('busy', new UpstreamError({ kind: 'overloaded', message: 'no' }));
    note('busy', new UpstreamError({ kind: 'overloaded', message: 'no' }));
    note('open', new UpstreamError({ kind: 'credentials-rejected', message: 'no' }));
    for (let made = 0; made < 500; made++) {
      note(`made-up-${made}`, new UpstreamError({ kind: 'request-rejected', message: 'no', status: 404 }));
    }
    const described = health.describe(target.account.connection);
    expect(described.length).toBeLessThanOrEqual(200);
    expect(described.map(({ model }) => model)).toEqual(expect.arrayContaining(['busy', 'open']));
  });

  it('is not judged by callers who allow it no time', async () => {
    const { run, calls } = setUp([{ answers: [failure('timeout')] }, { answers: ['ok'] }], { timeoutMs: 50 });
    await runs(40, run);
    expect(calls.filter((slug) => slug === 'vendor-0').length).toBeGreaterThanOrEqual(40);
  });
});
