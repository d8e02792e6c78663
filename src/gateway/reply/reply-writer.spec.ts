import type { FastifyReply } from 'fastify';
import { account, environment, snapshot } from '../../../test/support/snapshot-fixture.js';
import { systemClock } from '../../core/clock.js';
import type { UsageRecord } from '../../core/usage.js';
import type { RequestLogRecord } from '../../observability/log-record.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import { ReplyMeter } from '../attempts/reply-meter.js';
import type { ReplyStream, StreamCaller } from '../attempts/upstream-reply.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { readRequest } from '../endpoints/read-request.js';
import { openAi } from '../fronts/openai.js';
import { ReplyClosing, type RequestContext } from '../planning/request-context.js';
import type { RoutePlan } from '../planning/route-plan.js';
import { CallLog } from '../recording/call-log.js';
import { OpenReply } from './open-reply.js';
import { Heartbeats, ReplyWriter } from './reply-writer.js';

/** Where the gateway is made to fail between a vendor's answer and the last byte. */
type Fault = 'none' | 'head' | 'usage' | 'first piece' | 'write' | 'sink' | 'headers';

class FakeStream implements ReplyStream {
  ended = 0;

  constructor(
    private readonly meter: ReplyMeter,
    private readonly fails: boolean,
  ) {}

  sendTo = async (caller: StreamCaller) => {
    if (this.fails) throw new TypeError('no piece');
    caller.write(Buffer.from('data: {}\n\n'));
    caller.end(null);
    return Promise.resolve();
  };
  giveUp = () => {
    this.ended++;
    this.meter.end();
  };
  release = () => undefined;
}

function setUp(fault: Fault, stream: boolean, onDisk = Promise.resolve()) {
  const written: string[] = [];
  const records: RequestLogRecord[] = [];
  const headers: Record<string, unknown> = {};
  const raw = {
    chunkedEncoding: false,
    shouldKeepAlive: true,
    destroyed: false,
    writableFinished: false,
    writableNeedDrain: false,
    writeHead: () => {
      if (fault === 'head') throw new TypeError('Invalid character in header content');
    },
    write: (piece: Uint8Array) => {
      if (fault === 'write') throw new TypeError('no write');
      return written.push(Buffer.from(piece).toString()) > 0;
    },
    end: (body?: Uint8Array) => {
      if (body !== undefined) written.push(Buffer.from(body).toString());
    },
    destroy: () => void (raw.destroyed = true),
    once: () => undefined,
    off: () => undefined,
  };
  const reply = {
    raw,
    sent: false,
    hijack: () => void (reply.sent = true),
    getHeaders: () => headers,
    headers: (more: object) => {
      Object.assign(headers, more);
      return reply;
    },
  };
  const body = JSON.stringify({ model: '@main/m', stream, messages: [{ role: 'user', content: 'hi' }] });
  const request = readRequest(chatCompletions, Buffer.from(body), null);
  const main = account('main');
  if (fault === 'headers')
    Object.defineProperty(main, 'slug', {
      get: () => {
        throw new TypeError('no slug');
      },
    });
  const plan: RoutePlan = {
    targets: [{ origin: { kind: 'direct' }, account: main, model: 'm', version: null, weight: null }],
    subject: null,
    draw: null,
    copies: [],
    revision: '1',
    passedOver: [],
    fallbackOn: new Set(),
    continueStreams: false,
    reasons: [],
  };
  const context: RequestContext = {
    id: 'request-1',
    caller: { environment, secret: { id: 'secret-1', name: null } },
    snapshot: snapshot([], {}),
    hops: null,
    startedAt: new Date(),
    startedMs: systemClock.monotonicMs(),
    waitedMs: 0,
    copyOf: null,
    trace: null,
    closing: new ReplyClosing(raw, { destroyed: false, once: () => undefined }),
    front: openAi,
    endpoint: 'chat/completions',
    headers: {},
    request,
    plan,
    sentStatus: null,
  };
  const meter = new ReplyMeter();
  const usage: UsageRecord = { units: { input: 1 }, reasoningTokens: null };
  if (fault === 'usage')
    Object.defineProperty(usage, 'units', {
      get: () => {
        throw new TypeError('no units');
      },
    });
  meter.usage = usage;
  const source = new FakeStream(meter, fault === 'first piece');
  const result: CallResult = {
    call: { context, request, plan, limits: { timeoutMs: null, maxAttempts: null } },
    attempts: [],
    target: plan.targets[0],
    ok: true,
    reply: {
      status: 200,
      contentType: stream ? 'text/event-stream; charset=utf-8' : 'application/json',
      headers: {},
      body: stream ? source : Buffer.from('{}'),
      meter,
      dropped: [],
    },
  };
  let sunk = 0;
  const sink = {
    append: (record: RequestLogRecord) => {
      if (fault === 'sink' && sunk++ === 0) throw new TypeError('no disk');
      records.push(record);
    },
    appendGrouped: (record: RequestLogRecord) => sink.append(record),
    appendEstimate: () => undefined,
    written: () => onDisk,
  };
  const settings = { logContent: false, streamHeartbeatSeconds: 0 };
  const log = new CallLog(
    sink,
    { add: () => false },
    systemClock,
    settings,
    { add: () => undefined },
    { end: () => undefined },
  );
  const replies = new ReplyWriter(new Heartbeats(settings), sink);
  const open = new OpenReply(reply as object as FastifyReply, context);
  const run = () => {
    log.recordResult(context, result);
    return replies.write(open, Promise.resolve(result)).then(
      () => null,
      (error: unknown) => error,
    );
  };
  return { run, records, written, source, raw };
}

describe('between the answer of a vendor and the last byte', () => {
  const faults: Fault[] = ['none', 'head', 'usage', 'first piece', 'write', 'sink', 'headers'];

  it.each(faults)('a stream ends and leaves one record, fault: %s', async (fault) => {
    const { run, records, source, raw } = setUp(fault, true);
    const thrown = await run();
    expect(source.ended).toBeGreaterThanOrEqual(1);
    const isUnsent = fault === 'head' || fault === 'headers';
    // A reply that has not begun becomes a 500 by the filter; one that has is cut.
    expect(thrown instanceof TypeError).toBe(isUnsent);
    expect(raw.destroyed).toBe(fault === 'first piece' || fault === 'write');
    expect(records).toHaveLength(1);
    expect(records[0]).toMatchObject(
      isUnsent ? { status: 500, error_code: 'internal_error' } : { status: 200, provider: 'main' },
    );
    if (fault === 'usage') expect(records[0]).toMatchObject({ usage: null, cost: null });
  });

  it.each(['none', 'sink'] as const)('a whole reply is sent and leaves one record, fault: %s', async (fault) => {
    const { run, records, written } = setUp(fault, false);
    expect(await run()).toBeNull();
    expect(written).toEqual(['{}']);
    expect(records).toMatchObject([{ status: 200, error_code: null }]);
  });

  it('a whole reply whose head cannot be written is refused, and leaves one record that says so', async () => {
    const { run, records, written } = setUp('head', false);
    expect(await run()).toBeInstanceOf(TypeError);
    expect(written).toEqual([]);
    expect(records).toMatchObject([{ status: 500, error_code: 'internal_error' }]);
  });

  it('a whole reply is sent only when its record is on disk', async () => {
    let writeGroup: (() => void) | undefined;
    const onDisk = new Promise<void>((resolve) => (writeGroup = resolve));
    const { run, records, written } = setUp('none', false, onDisk);
    const sent = run();
    await new Promise(setImmediate);
    expect(records).toHaveLength(1);
    expect(written).toEqual([]);
    writeGroup?.();
    await sent;
    expect(written).toEqual(['{}']);
  });

  it('a whole reply that cannot be priced is refused, and leaves one record', async () => {
    const { run, records, written } = setUp('usage', false);
    expect(await run()).toBeInstanceOf(TypeError);
    expect(written).toEqual([]);
    expect(records).toMatchObject([{ status: 500, error_code: 'internal_error', usage: null }]);
  });
});
