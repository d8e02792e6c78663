import { readFileSync } from 'node:fs';
import { EventStreamCodec } from '@smithy/eventstream-codec';
import { json, type Responder, sse } from '../support/fake-upstream.js';
import { until } from '../support/log-fixture.js';
import { type RecordedVendors, startRecordedVendors } from '../support/recorded-vendors.js';

/**
 * What a vendor counted, and by hand what that costs: units times the price of its list, added up in decimals by other
 * means than the gateway's.
 */
interface Golden {
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  readonly format: keyof typeof FORMATS;
  /** As the vendor spells it; null where it does not count. */
  readonly usage: object | null;
  readonly tier?: string;
  /** How Bedrock says that it served the call. */
  readonly served?: object;
  /** What the log and the reply's `service_tier` say then; null where they say nothing. */
  readonly logged?: string | null;
  readonly replied?: string | null;
  readonly ask?: object;
  /** Images. */
  readonly count?: number;
  /** `units kind × USD / per`; null where the price is not known. */
  readonly lines: readonly string[] | null;
  /** Decimal USD; null where it is not known. */
  readonly cost: string | null;
}

interface Format {
  readonly path: string;
  readonly ask: object;
  whole(golden: Golden): Responder;
  /** The same answer as a stream, where there is one. */
  streamed?(golden: Golden): Responder;
}

const GOLDEN = readFileSync(new URL('../fixtures/golden-costs.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Golden);

const CHAT = { path: 'chat/completions', ask: { messages: [{ role: 'user', content: 'hi' }] } };
const head = (object: string, { model, tier }: Golden) => ({
  ...{ id: 'x', object, created: 1, model },
  ...(tier !== undefined && { service_tier: tier }),
});
const data = (value: object) => `data: ${JSON.stringify(value)}\n\n`;
const event = (value: { readonly type: string; readonly [member: string]: unknown }) =>
  `event: ${value.type}\n${data(value)}`;
const text = (content: string) => ({ role: 'assistant', content });
const done = 'data: [DONE]\n\n';

function chunks(golden: Golden, last: readonly object[]): Responder {
  const chunk = head('chat.completion.chunk', golden);
  const choice = { index: 0, finish_reason: null };
  return sse([
    data({ ...chunk, choices: [{ ...choice, delta: text('a') }] }),
    ...last.map((each) => data({ ...chunk, ...each })),
    done,
  ]);
}

const STOP = { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] };
const wholeChat = (golden: Golden) =>
  json({
    ...head('chat.completion', golden),
    choices: [{ index: 0, message: text('a'), finish_reason: 'stop' }],
    usage: golden.usage,
  });
const pictures = (count = 1) => Array.from({ length: count }, () => ({ b64_json: 'aGVsbG8=' }));

const codec = new EventStreamCodec(
  (bytes) => Buffer.from(bytes).toString('utf8'),
  (value) => Buffer.from(value, 'utf8'),
);
function awsEvent(name: string, body: object): Uint8Array {
  const header = (value: string) => ({ type: 'string', value }) as const;
  return codec.encode({
    headers: {
      ':message-type': header('event'),
      ':event-type': header(name),
      ':content-type': header('application/json'),
    },
    body: Buffer.from(JSON.stringify(body)),
  });
}

const FORMATS = {
  openai: {
    ...CHAT,
    whole: wholeChat,
    streamed: (golden) => chunks(golden, [STOP, { choices: [], usage: golden.usage }]),
  },
  groq: {
    ...CHAT,
    whole: wholeChat,
    streamed: (golden) => chunks(golden, [{ ...STOP, x_groq: { id: 'r', usage: golden.usage } }]),
  },
  mistral: { ...CHAT, whole: wholeChat, streamed: (golden) => chunks(golden, [{ ...STOP, usage: golden.usage }]) },
  anthropic: {
    ...CHAT,
    whole: ({ model, usage }) =>
      json({
        ...{ id: 'msg_1', type: 'message', role: 'assistant', model, stop_reason: 'end_turn', usage },
        content: [{ type: 'text', text: 'a' }],
      }),
    streamed: ({ model, usage }) => {
      const message = { id: 'msg_1', type: 'message', role: 'assistant', model, content: [] };
      const { output_tokens } = usage as { output_tokens: number };
      return sse([
        event({ type: 'message_start', message: { ...message, usage: { ...usage, output_tokens: 1 } } }),
        event({ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }),
        event({ type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'a' } }),
        event({ type: 'content_block_stop', index: 0 }),
        event({ type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens } }),
        event({ type: 'message_stop' }),
      ]);
    },
  },
  converse: {
    ...CHAT,
    whole: ({ usage, served }) =>
      json({
        ...{ output: { message: { role: 'assistant', content: [{ text: 'a' }] } }, stopReason: 'end_turn', usage },
        ...served,
      }),
    streamed:
      ({ usage, served }) =>
      (_call, reply) => {
        reply.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' });
        reply.write(awsEvent('messageStart', { role: 'assistant' }));
        reply.write(awsEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } }));
        reply.write(awsEvent('contentBlockStop', { contentBlockIndex: 0 }));
        reply.write(awsEvent('messageStop', { stopReason: 'end_turn' }));
        reply.end(awsEvent('metadata', { usage, metrics: { latencyMs: 1 }, ...served }));
      },
  },
  gemini: {
    ...CHAT,
    whole: ({ usage }) => json({ candidates: [ANSWERED], usageMetadata: usage }),
    streamed: ({ usage }) => {
      const soFar = { ...usage, candidatesTokenCount: 1, thoughtsTokenCount: 0 };
      return sse([
        data({ candidates: [{ ...ANSWERED, finishReason: undefined }], usageMetadata: soFar }),
        data({ candidates: [ANSWERED], usageMetadata: usage }),
      ]);
    },
  },
  completions: {
    ...{ path: 'completions', ask: { prompt: 'Once' } },
    whole: (golden) =>
      json({
        ...head('text_completion', golden),
        choices: [{ index: 0, text: 'a', finish_reason: 'stop' }],
        usage: golden.usage,
      }),
    streamed: (golden) => {
      const chunk = head('text_completion', golden);
      const choices = [{ index: 0, text: 'a', finish_reason: 'stop' }];
      return sse([data({ ...chunk, choices }), data({ ...chunk, choices: [], usage: golden.usage }), done]);
    },
  },
  embeddings: {
    ...{ path: 'embeddings', ask: { input: 'A text', encoding_format: 'float' } },
    whole: ({ model, usage }) =>
      json({ object: 'list', model, data: [{ object: 'embedding', index: 0, embedding: [0.5] }], usage }),
  },
  images: {
    ...{ path: 'images/generations', ask: { prompt: 'A cat' } },
    whole: ({ usage, count }) => json({ created: 1, data: pictures(count), ...(usage !== null && { usage }) }),
  },
  predict: {
    ...{ path: 'images/generations', ask: { prompt: 'A cat' } },
    whole: ({ count = 1 }) =>
      json({
        predictions: Array.from({ length: count }, () => ({ mimeType: 'image/png', bytesBase64Encoded: 'YQ==' })),
      }),
  },
  speech: {
    ...{ path: 'audio/speech', ask: { voice: 'alloy' } },
    whole: () => (_call, reply) => void reply.writeHead(200, { 'content-type': 'audio/mpeg' }).end('ID3…'),
  },
  transcription: {
    ...{ path: 'audio/transcriptions', ask: {} },
    whole: ({ usage }) => json({ text: 'Hi', usage }),
  },
} satisfies Readonly<Record<string, Format>>;

const ANSWERED = { content: { role: 'model', parts: [{ text: 'a' }] }, finishReason: 'STOP', index: 0 };

interface LoggedCall {
  readonly request_id: string;
  readonly cost: string | null;
  readonly service_tier: string | null;
}

describe('the cost of an answer', () => {
  let vendors: RecordedVendors;
  beforeAll(async () => {
    vendors = await startRecordedVendors();
  });
  afterAll(() => vendors.stop());

  async function post({ path, ask }: Format, golden: Golden, more: object = {}): Promise<Response> {
    const { app } = vendors;
    const fields = { ...ask, ...golden.ask, ...more, model: `@${golden.provider}/${golden.model}` };
    const authorization = `Bearer ${app.secret}`;
    if (path !== 'audio/transcriptions') {
      const headers = { authorization, 'content-type': 'application/json' };
      return fetch(`${app.url}/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(fields) });
    }
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    form.append('file', new Blob([readFileSync(new URL('../fixtures/audio/tone.wav', import.meta.url))]), 'tone.wav');
    return fetch(`${app.url}/v1/${path}`, { method: 'POST', headers: { authorization }, body: form });
  }

  it(`is what ${GOLDEN.length} answers cost by hand, whole and as a stream`, async () => {
    expect(GOLDEN.length).toBeGreaterThanOrEqual(200);
    const asked = new Map<string, string>();
    const expected: Record<string, string | null> = {};
    const headers: Record<string, string | null> = {};
    const tiers: Record<string, string | null> = {};
    for (const golden of GOLDEN) {
      const format: Format = FORMATS[golden.format];
      const ways = [
        { way: 'whole', answer: format.whole(golden), more: {} },
        ...(format.streamed ? [{ way: 'streamed', answer: format.streamed(golden), more: { stream: true } }] : []),
      ];
      for (const { way, answer, more } of ways) {
        const name = `${golden.name}, ${way}`;
        vendors.answer(answer);
        const reply = await post(format, golden, more);
        const body = await reply.text();
        if (reply.status !== 200) throw new Error(`${name}: ${body}`);
        asked.set(reply.headers.get('x-llmops-request-id') ?? '', name);
        expected[name] = golden.cost;
        if (golden.logged !== undefined) tiers[name] = golden.logged;
        // OpenAI's format has no place for it elsewhere; of a stream its last chunk is looked at.
        const last = body.split('data: ').findLast((part) => part.startsWith('{')) ?? '{}';
        if (golden.replied !== undefined) {
          const { service_tier: said = null } = JSON.parse(last) as { service_tier?: string };
          expect([name, said]).toEqual([name, golden.replied]);
        }
        if (way === 'whole' && golden.format !== 'speech') headers[name] = reply.headers.get('x-llmops-cost');
      }
    }
    const sql = 'SELECT request_id, trim_scale(cost)::text AS cost, service_tier FROM request_logs';
    const rows = () => vendors.app.query<LoggedCall>(sql);
    await until(async () => (await rows()).length >= asked.size, 'all calls arrive in the log');
    const logged = Object.fromEntries((await rows()).map(({ request_id, cost }) => [asked.get(request_id), cost]));
    expect(logged).toEqual(expected);
    const served = Object.fromEntries((await rows()).map((row) => [asked.get(row.request_id), row.service_tier]));
    expect(served).toMatchObject(tiers);
    // A header says only what is known when it is sent.
    expect(headers).toEqual(Object.fromEntries(Object.keys(headers).map((name) => [name, expected[name]])));
  });
});
