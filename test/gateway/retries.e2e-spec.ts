import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { ChatOpenAI } from '@langchain/openai';
import { generateText } from 'ai';
import { connect } from 'node:net';
import { defined } from '../support/defined.js';
import { FakeCollector, type ReceivedSpan } from '../support/fake-collector.js';
import { completion, completionFrames, FakeUpstream, json, sse, type Responder } from '../support/fake-upstream.js';
import { collect, startApp, untilStill, waitFor, type TestApp } from '../support/start-app.js';

const TURN = { messages: [{ role: 'user' as const, content: 'hi' }] };
const FAILS = json({ error: { message: 'overloaded' } }, 503);

describe('retries and heartbeats', () => {
  let app: TestApp;
  let upstream: FakeUpstream;
  let collector: FakeCollector;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    collector = await FakeCollector.start();
    Object.assign(process.env, {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-collector-key=given',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    });
    // Short waits; the default ones are tested with the runner.
    app = await startApp({ retryMaxAttempts: 3, retryMaxDelayMs: 5, streamHeartbeatSeconds: 1, exportsTraces: true });
    await app.provider('main', `${upstream.url}/v1`);
  });

  /** With new credentials a provider's budget of retries is new as well: ten of them are soon spent here. */
  let keys = 0;
  const renewBudget = () => app.admin('PATCH', '/providers/main', { credentials: { apiKey: `vendor-key-${++keys}` } });

  beforeEach(async () => {
    await renewBudget();
    upstream.calls.length = 0;
  });

  afterAll(async () => {
    await app.stop();
    await Promise.all([upstream.close(), collector.close()]);
    delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
    delete process.env['OTEL_EXPORTER_OTLP_HEADERS'];
    delete process.env['OTEL_BSP_SCHEDULE_DELAY'];
  });

  /** The vendor's answer to each call, in order; the last one goes to all that follow. */
  const inTurn = (...responders: [Responder, ...Responder[]]): Responder => {
    let at = 0;
    return (call, reply) => (responders[Math.min(at++, responders.length - 1)] ?? FAILS)(call, reply);
  };

  it('answers a direct call whose vendor failed twice, and says so', async () => {
    upstream.respond = inTurn(FAILS, json({}, 429, { 'retry-after': '0' }), json(completion));
    const { data, response } = await app
      .openai()
      .chat.completions.create({ ...TURN, model: '@main/m' })
      .withResponse();
    expect(data.choices[0]?.message.content).toBe('Hello.');
    expect(response.headers.get('x-llmops-attempts')).toBe('3');
    const row = await app.logOf(response.headers.get('x-llmops-request-id') ?? '');
    expect((row['attempts'] as { error: string | null }[]).map(({ error }) => error)).toEqual([
      'upstream_error',
      'rate_limit_exceeded',
      null,
    ]);
  });

  it('tries a stream again until a good frame has come, and not after it', async () => {
    upstream.respond = inTurn(sse([], { end: 'cut' }), sse(completionFrames));
    const chunks = await collect(
      await app.openai().chat.completions.create({ ...TURN, model: '@main/m', stream: true }),
    );
    expect(chunks.length).toBeGreaterThan(1);
    expect(upstream.calls).toHaveLength(2);
    upstream.respond = sse(completionFrames.slice(0, 2), { end: 'cut' });
    const broken = await app.openai().chat.completions.create({ ...TURN, model: '@main/m', stream: true });
    await expect(collect(broken)).rejects.toMatchObject({ code: 'upstream_stream_broken' });
    expect(upstream.calls).toHaveLength(3);
  });

  it.each([400, 404, 413, 422])('calls once where the vendor answers %d', async (status) => {
    upstream.respond = json({ error: { message: 'no', type: 'invalid_request_error' } }, status);
    await expect(app.openai().chat.completions.create({ ...TURN, model: '@main/m' })).rejects.toMatchObject({
      status: status === 422 ? 400 : status,
    });
    expect(upstream.calls).toHaveLength(1);
  });

  describe('limits of the caller', () => {
    const ask = (headers: Record<string, string>, stream = false) =>
      app.openai().chat.completions.create({ ...TURN, model: '@main/m', stream }, { headers });

    it('lower the number of calls, and do not raise it', async () => {
      upstream.respond = FAILS;
      await expect(ask({ 'x-llmops-max-attempts': '1' })).rejects.toMatchObject({ status: 502 });
      expect(upstream.calls).toHaveLength(1);
      await expect(ask({ 'x-llmops-max-attempts': '7' })).rejects.toMatchObject({ status: 502 });
      expect(upstream.calls).toHaveLength(4);
    });

    it.each([false, true])('end a call in time, and its vendor is let go (stream: %s)', async (stream) => {
      upstream.respond = () => undefined;
      await expect(ask({ 'x-llmops-timeout-ms': '100' }, stream)).rejects.toMatchObject({
        ...{ status: 504, code: 'upstream_timeout' },
        message: expect.stringContaining('100 ms'),
      });
      await upstream.last.closed;
      expect(upstream.calls).toHaveLength(1);
    });

    it('end a stream that has begun by its last frame', async () => {
      upstream.respond = sse(completionFrames.slice(0, 2), { end: 'open' });
      const { data, response } = await app
        .openai()
        .chat.completions.create(
          { ...TURN, model: '@main/m', stream: true },
          { headers: { 'x-llmops-timeout-ms': '300' } },
        )
        .withResponse();
      await expect(collect(data)).rejects.toMatchObject({ code: 'upstream_stream_broken' });
      const id = response.headers.get('x-llmops-request-id') ?? '';
      expect(await app.logOf(id)).toMatchObject({ status: 200, error_code: 'upstream_stream_broken' });
    });

    it.each(['x-llmops-timeout-ms', 'x-llmops-max-attempts'])('are refused where %s is no number', async (name) => {
      for (const value of ['0', '-1', '2s']) {
        await expect(ask({ [name]: value })).rejects.toMatchObject({
          ...{ status: 400, code: 'invalid_request', param: name },
        });
      }
      expect(upstream.calls).toHaveLength(0);
    });
  });

  describe('what clients add to them', () => {
    const failedCalls = () => upstream.calls.length / 3;
    const ai = () =>
      createOpenAICompatible({ name: 'llmops', baseURL: `${app.url}/v1`, apiKey: app.secret })('@main/m');
    const langchain = (maxRetries?: number) =>
      new ChatOpenAI({
        model: '@main/m',
        apiKey: app.secret,
        configuration: { baseURL: `${app.url}/v1` },
        ...(maxRetries !== undefined && { maxRetries }),
      });

    beforeEach(() => {
      upstream.respond = FAILS;
    });

    it('the official client: nothing, for it reads x-should-retry', async () => {
      const openai = app.openai({ maxRetries: 2 });
      await expect(openai.chat.completions.create({ ...TURN, model: '@main/m' })).rejects.toMatchObject({
        status: 502,
      });
      expect(failedCalls()).toBe(1);
    });

    it('the AI SDK: two more calls, and none with maxRetries: 0', async () => {
      await expect(generateText({ model: ai(), prompt: 'hi' })).rejects.toThrow();
      expect(failedCalls()).toBe(3);
      upstream.calls.length = 0;
      await expect(generateText({ model: ai(), prompt: 'hi', maxRetries: 0 })).rejects.toThrow();
      expect(failedCalls()).toBe(1);
    });

    it('LangChain: several more, and none with maxRetries: 0', async () => {
      const leaving = new AbortController();
      const call = langchain().invoke('hi', { signal: leaving.signal });
      const ended = expect(call).rejects.toThrow();
      await waitFor(() => (failedCalls() >= 3 ? true : undefined), 'the third call');
      leaving.abort();
      await ended;
      await untilStill(() => upstream.calls.length);
      await renewBudget();
      upstream.calls.length = 0;
      await expect(langchain(0).invoke('hi')).rejects.toThrow();
      expect(failedCalls()).toBe(1);
    });
  });

  describe('heartbeats', () => {
    const ask = () =>
      fetch(`${app.url}/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...TURN, model: '@main/m', stream: true }),
      });

    /** A stream whose vendor waits until the caller has been sent a comment. */
    async function withComment(late: Responder): Promise<{ id: string; text: string; head: Headers }> {
      let goOn: () => void = () => undefined;
      const waited = new Promise<void>((resolve) => (goOn = resolve));
      const before = upstream.respond;
      upstream.respond = async (call, reply) => {
        upstream.respond = before;
        await waited;
        await late(call, reply);
      };
      const reply = await ask();
      expect(reply.status).toBe(200);
      const decoder = new TextDecoder();
      let text = '';
      for await (const bytes of defined(reply.body) as AsyncIterable<Uint8Array>) {
        text += decoder.decode(bytes, { stream: true });
        if (text.startsWith(':')) goOn();
      }
      return { id: reply.headers.get('x-llmops-request-id') ?? '', text, head: reply.headers };
    }

    it('go out while a vendor is late, and the stream follows them', async () => {
      const { id, text, head } = await withComment(sse(completionFrames));
      expect(text).toMatch(/^(: [^\n]+\n\n)+data: \{/);
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
      expect(head.get('content-type')).toContain('text/event-stream');
      expect(head.get('x-llmops-provider')).toBe('main');
      expect(await app.logOf(id)).toMatchObject({ status: 200, error_code: null });
    });

    it('do not give away a retry', async () => {
      upstream.respond = sse(completionFrames);
      const { text } = await withComment(FAILS);
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
      expect(upstream.calls).toHaveLength(2);
    });

    it('leave the failure to an error frame with its own code, and to the record', async () => {
      upstream.respond = FAILS;
      const { id, text } = await withComment(FAILS);
      expect(text).toMatch(/data: \{"error":\{.*"code":"upstream_error"\}\}\n\n$/);
      expect(text).not.toContain('[DONE]');
      const row = await app.logOf(id);
      expect(row).toMatchObject({ status: 200, error_code: 'upstream_error' });
      expect(row['attempts']).toHaveLength(3);
    });

    it('fill the pauses of a stream that has begun', async () => {
      let goOn: () => void = () => undefined;
      upstream.respond = (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'text/event-stream' }).write(completionFrames[0]);
        goOn = () => void reply.end(completionFrames.slice(1).join(''));
      };
      const reply = await ask();
      let text = '';
      for await (const bytes of defined(reply.body) as AsyncIterable<Uint8Array>) {
        text += Buffer.from(bytes).toString();
        if (text.includes('\n\n: ')) goOn();
      }
      expect(text).toMatch(/\n\n: [^\n]+\n\ndata: /);
      expect(text.endsWith('data: [DONE]\n\n')).toBe(true);
    });

    it('end with a caller who leaves before anything else came', async () => {
      upstream.respond = () => undefined;
      const socket = connect(Number(new URL(app.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      const body = JSON.stringify({ ...TURN, model: '@main/m', stream: true });
      socket.write(
        `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${app.secret}\r\n` +
          `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      let text = '';
      socket.on('data', (bytes) => (text += bytes.toString()));
      await waitFor(() => (text.includes('\n: ') ? true : undefined), 'a comment');
      socket.destroy();
      await upstream.last.closed;
      const id = /x-llmops-request-id: (\S+)/i.exec(text)?.[1] ?? '';
      expect(await app.logOf(id)).toMatchObject({ status: 200, error_code: 'client_closed_request', aborted: true });
      expect(upstream.calls).toHaveLength(1);
    });
  });

  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
  const CALLER_SPAN = '00f067aa0ba902b7';

  /** Those of one call: its server span first, which is exported last. */
  async function spansOf(requestId: string): Promise<readonly [ReceivedSpan, ...ReceivedSpan[]]> {
    const server = await waitFor(
      () => collector.spans.find(({ attributes }) => attributes['llmops.request_id'] === requestId),
      'the span of the call',
    );
    const attempts = collector.spans.filter(({ parentSpanId }) => parentSpanId === server.spanId);
    return [server, ...attempts.sort((a, b) => Number(a.startNanos - b.startNanos))];
  }

  async function traced(
    stream: boolean,
    headers: Record<string, string>,
    model = '@main/gpt-4o-mini',
  ): Promise<string> {
    const reply = await fetch(`${app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ ...TURN, model, stream }),
    });
    await reply.text();
    return reply.headers.get('x-llmops-request-id') ?? '';
  }

  it.each([false, true])('are spans of the trace that the caller names, streamed: %s', async (stream) => {
    upstream.respond = inTurn(FAILS, stream ? sse(completionFrames) : json(completion));
    const traceparent = `00-${TRACE}-${CALLER_SPAN}-01`;
    const requestId = await traced(stream, { traceparent, tracestate: 'vendor=of-the-caller' });
    const [server, failed, answered] = await spansOf(requestId);
    expect(server).toMatchObject({
      ...{ traceId: TRACE, parentSpanId: CALLER_SPAN, name: 'POST /v1/chat/completions', kind: 2, status: 0 },
      service: 'llmops-gateway',
      attributes: { 'http.response.status_code': 200, 'llmops.environment': 'production' },
    });
    const asked = { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai' };
    expect(failed).toMatchObject({
      ...{ traceId: TRACE, name: 'chat gpt-4o-mini', kind: 3, status: 2 },
      attributes: { ...asked, 'error.type': 'upstream_error', 'http.response.status_code': 503 },
    });
    const used = { 'gen_ai.usage.input_tokens': 10, 'gen_ai.response.finish_reasons': ['stop'] };
    expect(answered).toMatchObject({ kind: 3, status: 0, attributes: { ...asked, 'llmops.attempt.reason': 'retry' } });
    if (!stream) expect(answered?.attributes).toMatchObject(used);
    expect(defined(failed).endNanos).toBeLessThanOrEqual(defined(answered).startNanos + 1_000_000n);
    expect(defined(answered).endNanos).toBeLessThanOrEqual(server.endNanos);
    // Each vendor's call is a part of its own attempt, and carries nothing that the caller wrote.
    const sent = upstream.calls.map(({ headers }) => [headers['traceparent'], headers['tracestate']]);
    expect(sent).toEqual([failed, answered].map((span) => [`00-${TRACE}-${defined(span).spanId}-01`, undefined]));
    expect(JSON.stringify([server, failed, answered].map((span) => defined(span).attributes))).not.toContain('hi');
    expect(collector.headers.at(-1)).toMatchObject({ 'x-collector-key': 'given' });
    await app.logOf(requestId);
    const found = await app.admin<{ items: { requestId: string; traceId: string }[] }>(
      'GET',
      `/requests?traceId=${TRACE}`,
    );
    expect(found.items.find((each) => each.requestId === requestId)).toMatchObject({ traceId: TRACE });
  });

  it('begin a trace where the caller names none, and export none that the caller does not sample', async () => {
    upstream.respond = json(completion);
    const [server] = await spansOf(await traced(false, { traceparent: 'rubbish' }));
    expect(server).toMatchObject({ parentSpanId: '', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown });
    expect(server.traceId).not.toBe(TRACE);
    const unsampled = await traced(false, { traceparent: `00-${TRACE}-${CALLER_SPAN}-00` });
    expect(upstream.calls.at(-1)?.headers['traceparent']).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-00$`));
    expect(await app.logOf(unsampled)).toMatchObject({ trace_id: TRACE });
    await spansOf(await traced(false, {}));
    expect(collector.spans.some(({ attributes }) => attributes['llmops.request_id'] === unsampled)).toBe(false);
  });

  it('of a shadow are below that of the call that it is a copy of', async () => {
    upstream.respond = json(completion);
    const create = (path: string, body: object) => app.admin<{ id: string }>('POST', path, body);
    const { id: providerId } = await app.admin<{ id: string }>('GET', '/providers/main');
    const { id: variantId } = await create('/variants', {
      name: 'Both',
      version: { providerId, model: 'gpt-4o-mini' },
    });
    await create('/configs', { name: 'Shadowed' });
    const split = [
      { variantId, weight: 10_000 },
      { variantId, serve: false, share: 10_000, maxDailyCost: 1 },
    ];
    await create('/configs/shadowed/rules', { environmentId: app.environmentId, split });
    const traceparent = `00-${TRACE}-${CALLER_SPAN}-01`;
    const requestId = await traced(false, { traceparent, 'x-llmops-config': 'shadowed' }, 'any');
    const [server] = await spansOf(requestId);
    const copy = await waitFor(
      () => collector.spans.find(({ attributes }) => attributes['llmops.shadow_of'] === requestId),
      'the span of the copy',
    );
    expect(copy).toMatchObject({ traceId: TRACE, parentSpanId: server.spanId, status: 0 });
    const [, attempt] = await spansOf(String(copy.attributes['llmops.request_id']));
    expect(attempt?.name).toBe('chat gpt-4o-mini');
    expect(upstream.calls.at(-1)?.headers['traceparent']).toBe(`00-${TRACE}-${attempt?.spanId}-01`);
    expect(server.attributes['llmops.shadow_of']).toBeUndefined();
  });

  it('do not wait for a collector that fails', async () => {
    upstream.respond = json(completion);
    collector.status = 400;
    const before = collector.headers.length;
    await traced(false, {});
    await waitFor(() => collector.headers.length > before || undefined, 'an export');
    collector.status = 200;
    await spansOf(await traced(false, {}));
  });
});
