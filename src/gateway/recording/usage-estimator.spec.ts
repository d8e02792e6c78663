import { logRecord } from '../../../test/support/log-record.js';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { account, environment, snapshot } from '../../../test/support/snapshot-fixture.js';
import type { LogSink } from '../../observability/log-sink.js';
import type { UsageEstimate } from '../../observability/usage-estimate.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { ReplyMeter } from '../attempts/reply-meter.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { readRequest } from '../endpoints/read-request.js';
import type { RequestContext } from '../planning/request-context.js';
import { type CountedTokens, TokenCounter } from './token-counter.js';
import { UsageEstimator } from './usage-estimator.js';

/** Counts when it is told to; stopped, it has nothing more to say. */
class HeldCounter extends TokenCounter {
  private answer: ((counted: CountedTokens | null) => void) | null = null;

  override count(): Promise<CountedTokens | null> {
    return new Promise((resolve) => (this.answer = resolve));
  }

  override stop(): void {
    this.answer?.(null);
  }

  async finish(): Promise<void> {
    this.answer?.({ prompt: 7, answer: 2 });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

function sink(): LogSink & { readonly estimates: UsageEstimate[] } {
  const estimates: UsageEstimate[] = [];
  return {
    estimates,
    append: () => undefined,
    appendGrouped: () => undefined,
    appendEstimate: (estimate) => estimates.push(estimate),
    written: () => Promise.resolve(),
  };
}

const ANSWER = Buffer.from('{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"}}]}');

function uncounted(id: string, content = 'Hi') {
  const body = Buffer.from(JSON.stringify({ model: '@main/gpt-4o-mini', messages: [{ role: 'user', content }] }));
  const context: Partial<RequestContext> = {
    ...{ id, startedAt: new Date(0), snapshot: snapshot([], {}) },
    caller: { environment, secret: { id: 'secret-1', name: null } },
    request: readRequest(chatCompletions, body, null),
  };
  const target = { origin: { kind: 'direct' }, account: account('main'), model: 'gpt-4o-mini', version: null } as const;
  const reply = { body: ANSWER, meter: new ReplyMeter() };
  const result = { ok: true, target: { ...target, weight: null }, reply, attempts: [] };
  return {
    context: context as RequestContext,
    result: result as Partial<CallResult> as CallResult & { ok: true },
    sample: null,
    record: logRecord(),
  };
}

const notes = (estimates: readonly UsageEstimate[]) =>
  estimates.map(({ estimate_of: id, estimated, not_estimated_because: because }) => [id, estimated, because]);

describe('usage that is estimated', () => {
  let log: ReturnType<typeof sink>;
  let counter: HeldCounter;
  let estimator: UsageEstimator;
  beforeAll(() => Logger.overrideLogger(false));
  beforeEach(() => {
    log = sink();
    counter = new HeldCounter();
    estimator = new UsageEstimator(log, counter, { addEstimate: () => undefined });
  });

  it('is not, and says so, where too many calls wait, until one has been counted', async () => {
    for (let at = 0; at < 258; at++) estimator.add(uncounted(`call-${at}`));
    expect(notes(log.estimates)).toEqual([
      ['call-256', null, 'too_many_waiting'],
      ['call-257', null, 'too_many_waiting'],
    ]);
    await new Promise((resolve) => setImmediate(resolve));
    await counter.finish();
    estimator.add(uncounted('later'));
    expect(notes(log.estimates).slice(2)).toEqual([['call-0', 'both', null]]);
  });

  it('is not where the texts that wait are too long together, or one is by itself', () => {
    const long = 'x'.repeat(12 * 1024 * 1024);
    for (let at = 0; at < 3; at++) estimator.add(uncounted(`long-${at}`, long));
    estimator.add(uncounted('too long', long + long));
    estimator.add(uncounted('short'));
    expect(notes(log.estimates)).toEqual([
      ['long-2', null, 'too_many_waiting'],
      ['too long', null, 'too_long'],
    ]);
  });

  it('is not where the gateway stops first: each call that waits says so, and each that comes after', async () => {
    jest.useFakeTimers();
    for (const id of ['first', 'second', 'third']) estimator.add(uncounted(id));
    const stopped = estimator.beforeApplicationShutdown();
    await jest.advanceTimersByTimeAsync(3_000);
    await stopped;
    jest.useRealTimers();
    estimator.add(uncounted('late'));
    expect(notes(log.estimates)).toEqual(['first', 'second', 'third', 'late'].map((id) => [id, null, 'shutdown']));
  });
});
