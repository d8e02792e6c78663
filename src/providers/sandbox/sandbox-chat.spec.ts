import { UpstreamError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import type { JsonObject } from '../../core/json.js';
import { SseDecoder } from '../framing/decode-sse.js';
import type { UpstreamResponse } from '../transport/transport.js';
import { sandbox } from './index.js';

const connection = sandbox.connect({
  credentials: {},
  baseUrl: null,
  transport: { send: () => Promise.reject(new Error('the sandbox must not use the network')) },
});

const USER = { role: 'user', content: 'Where is the harbour?' };

async function ask(json: JsonObject, signal = new AbortController().signal): Promise<UpstreamResponse> {
  const body = JsonBody.of({ model: 'sandbox-1', messages: [USER], ...json });
  const model = String(json['model'] ?? 'sandbox-1');
  const call = { endpoint: 'chat/completions' as const, model, stream: json['stream'] === true, body };
  const adapter = connection.endpoints['chat/completions'];
  if (adapter?.kind !== 'pass-through' || !connection.transport) throw new Error('no sandbox');
  const signed = await connection.sign(adapter.toRequest(call).request, signal);
  return connection.transport.send(signed, signal);
}

async function whole(json: JsonObject) {
  const response = await ask(json);
  return JSON.parse((await response.body.bytes(1e6)).toString());
}

async function chunksOf(response: UpstreamResponse): Promise<{ chunks: any[]; done: boolean }> {
  const decoder = new SseDecoder();
  const events = [...decoder.push(await response.body.bytes(1e6)), ...decoder.end()].map((event) => event.data);
  const chunks = events.filter((data) => data !== '[DONE]').map((data) => JSON.parse(data));
  return { chunks, done: events.at(-1) === '[DONE]' };
}

describe('sandbox-1', () => {
  it('says that it is a sandbox and repeats what was said', async () => {
    const reply = await whole({});
    expect(reply.choices[0].message.content).toContain('[sandbox]');
    expect(reply.choices[0].message.content).toContain('Where is the harbour?');
    expect(reply).toMatchObject({ object: 'chat.completion', model: 'sandbox-1', system_fingerprint: 'fp_sandbox' });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant', refusal: null } });
  });

  it('gives equal requests equal bytes', async () => {
    const [first, second] = await Promise.all([ask({ stream: true }), ask({ stream: true })]);
    expect(await first.body.bytes(1e6)).toEqual(await second.body.bytes(1e6));
  });

  it('streams the text of the whole answer, in pieces', async () => {
    const { message } = (await whole({})).choices[0];
    const { chunks, done } = await chunksOf(await ask({ stream: true }));
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks[0].choices[0].delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(chunks.map((chunk) => chunk.choices[0].delta.content ?? '').join('')).toBe(message.content);
    expect(chunks.filter((chunk) => chunk.choices[0].finish_reason !== null)).toHaveLength(1);
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(done).toBe(true);
  });

  it('counts a token for every four characters, and in a stream only when asked', async () => {
    const reply = await whole({});
    const { content } = reply.choices[0].message;
    const completion = Math.ceil(content.length / 4);
    expect(reply.usage).toMatchObject({
      prompt_tokens: 6,
      completion_tokens: completion,
      total_tokens: 6 + completion,
    });

    const asked = await chunksOf(await ask({ stream: true, stream_options: { include_usage: true } }));
    expect(asked.chunks.at(-1)).toMatchObject({ choices: [], usage: reply.usage });
    expect(asked.chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    const silent = await chunksOf(await ask({ stream: true }));
    expect(silent.chunks.some((chunk) => 'usage' in chunk)).toBe(false);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('honours %s', async (name) => {
    const reply = await whole({ [name]: 3 });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '[sandbox] No' } });
    expect(reply.usage.completion_tokens).toBe(3);
  });

  it('never cuts a character in two', async () => {
    const reply = await whole({ messages: [{ role: 'user', content: '😀😀😀😀' }], max_tokens: 11 });
    expect(reply.choices[0].message.content).toBe('[sandbox] No model was asked. You said: "😀');
  });

  it('stops before a stop sequence', async () => {
    const reply = await whole({ stop: ['asked', 'harbour'] });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '[sandbox] No model was ' } });
  });

  it('gives n different choices, also in a stream', async () => {
    const reply = await whole({ n: 3 });
    const texts = reply.choices.map((choice: { message: { content: string } }) => choice.message.content);
    expect(new Set(texts).size).toBe(3);
    const { chunks } = await chunksOf(await ask({ n: 3, stream: true }));
    const streamed = [0, 1, 2].map((index) =>
      chunks
        .flatMap(({ choices }) => choices.filter((choice: any) => choice.index === index))
        .map(({ delta }) => delta.content ?? '')
        .join(''),
    );
    expect(streamed).toEqual(texts);
  });

  it('refuses a body without messages, in the words of OpenAI', async () => {
    const response = await ask({ messages: [] });
    const body = (await response.body.bytes(1e6)).toString();
    expect(connection.readError({ status: response.status, headers: response.headers, body })).toMatchObject({
      kind: 'request-rejected',
      status: 400,
      code: 'missing_required_parameter',
      param: 'messages',
    });
  });

  it('does not know other models', async () => {
    const response = await ask({ model: 'gpt-4o' });
    const body = (await response.body.bytes(1e6)).toString();
    expect(connection.readError({ status: response.status, headers: response.headers, body })).toMatchObject({
      kind: 'request-rejected',
      status: 404,
      code: 'model_not_found',
      param: 'model',
    });
  });
});

describe('sandbox tools', () => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { enum: ['C', 'F'] }, days: { type: 'integer', minimum: 3 } },
    required: ['city'],
  };
  const tools = [
    { type: 'function', function: { name: 'get_weather', parameters } },
    { type: 'function', function: { name: 'get_time' } },
  ];
  const weather = '{"city":"sandbox","unit":"C","days":3}';

  it('leaves tools alone that nobody asks for', async () => {
    expect((await whole({ tools })).choices[0].finish_reason).toBe('stop');
  });

  it.each([['required' as const], [{ type: 'function', function: { name: 'get_weather' } }]])(
    'calls one for tool_choice %j with arguments that its schema accepts',
    async (choice) => {
      const reply = await whole({ tools, tool_choice: choice });
      expect(reply.choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: {
          content: null,
          tool_calls: [{ type: 'function', function: { name: 'get_weather', arguments: weather } }],
        },
      });
    },
  );

  it('calls all that the user names, at once or only one', async () => {
    const messages = [{ role: 'user', content: 'Please run get_weather and get_time.' }];
    const both = (await whole({ tools, messages })).choices[0].message.tool_calls;
    expect(both.map((call: any) => call.function.name)).toEqual(['get_weather', 'get_time']);
    expect(both[1].function.arguments).toBe('{}');
    expect(new Set(both.map((call: any) => call.id)).size).toBe(2);
    const one = (await whole({ tools, messages, parallel_tool_calls: false })).choices[0].message.tool_calls;
    expect(one).toHaveLength(1);
  });

  it('speaks after a tool result, and repeats it', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'get_time', arguments: '{}' } };
    const messages = [
      { role: 'user', content: 'get_time' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'twelve' },
    ];
    expect((await whole({ tools, messages })).choices[0].message.content).toContain('twelve');
  });

  it('streams a call: name once, arguments in pieces', async () => {
    const { chunks } = await chunksOf(await ask({ tools, tool_choice: 'required', stream: true }));
    const deltas = chunks.flatMap((chunk) => chunk.choices[0].delta.tool_calls ?? []);
    expect(deltas[0]).toMatchObject({ index: 0, type: 'function', function: { name: 'get_weather', arguments: '' } });
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.slice(1).every((delta) => !('id' in delta) && !('name' in delta.function))).toBe(true);
    expect(deltas.map((delta) => delta.function.arguments).join('')).toBe(weather);
    expect(chunks.at(-1)?.choices[0].finish_reason).toBe('tool_calls');
  });

  it('answers the legacy form in the legacy form', async () => {
    const reply = await whole({
      functions: [{ name: 'get_weather', parameters }],
      function_call: { name: 'get_weather' },
    });
    expect(reply.choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: { name: 'get_weather', arguments: weather } },
    });
  });
});

describe('sandbox JSON', () => {
  it('answers by the schema', async () => {
    const schema = {
      type: 'object',
      properties: {
        answer: { $ref: '#/$defs/Answer' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 2 },
      },
      required: ['answer', 'tags'],
      $defs: {
        Answer: {
          type: 'object',
          properties: { at: { type: 'string', format: 'date' }, none: { type: ['number', 'null'] } },
        },
      },
    };
    const format = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } };
    const { content } = (await whole({ response_format: format })).choices[0].message;
    expect(JSON.parse(content)).toEqual({ answer: { at: '2025-01-01', none: 1 }, tags: ['sandbox', 'sandbox'] });
  });

  it('ends on schemas that contain themselves, however wide', async () => {
    const self = { $ref: '#' };
    const schema = {
      type: 'object',
      properties: { a: self, b: self, c: { anyOf: [self, { type: 'null' }] } },
      required: ['a', 'b', 'c'],
    };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema } };
    const { content } = (await whole({ response_format: format })).choices[0].message;
    expect(JSON.parse(content)).toHaveProperty('a.b.c');
  });

  it('answers JSON mode with an object', async () => {
    const { content } = (await whole({ response_format: { type: 'json_object' } })).choices[0].message;
    expect(JSON.parse(content)).toEqual({ sandbox: true, message: 'sandbox' });
  });
});

describe('rehearsals', () => {
  async function refusal(model: string) {
    const response = await ask({ model });
    const body = (await response.body.bytes(1e6)).toString();
    return connection.readError({ status: response.status, headers: response.headers, body });
  }

  it('sandbox-429 is rate-limited for a second', async () => {
    expect(await refusal('sandbox-429')).toMatchObject({ kind: 'rate-limited', type: 'requests', retryAfterMs: 1000 });
  });

  it('sandbox-500 fails', async () => {
    expect(await refusal('sandbox-500')).toMatchObject({ kind: 'overloaded' });
  });

  it('sandbox-cut ends mid-way without [DONE]', async () => {
    const { chunks, done } = await chunksOf(await ask({ model: 'sandbox-cut', stream: true }));
    expect(chunks.length).toBeGreaterThan(2);
    expect(chunks.every((chunk) => chunk.choices[0].finish_reason === null)).toBe(true);
    expect(done).toBe(false);
  });

  it('sandbox-cut breaks the connection of a whole reply', async () => {
    const response = await ask({ model: 'sandbox-cut' });
    await expect(response.body.bytes(1e6)).rejects.toBeInstanceOf(UpstreamError);
  });

  it('sandbox-stall sends one frame and then nothing until it is given up', async () => {
    const abort = new AbortController();
    const response = await ask({ model: 'sandbox-stall', stream: true }, abort.signal);
    const source = response.body[Symbol.asyncIterator]();
    expect((await source.next()).done).toBe(false);
    const next = source.next();
    setTimeout(() => abort.abort(new Error('given up')), 20);
    await expect(next).rejects.toThrow('given up');
  });

  it('sandbox-stall never answers whole', async () => {
    const abort = new AbortController();
    const answer = ask({ model: 'sandbox-stall' }, abort.signal);
    setTimeout(() => abort.abort(new Error('given up')), 20);
    await expect(answer).rejects.toThrow('given up');
  });

  it('sandbox-slow lets its first token wait, and leaves when told', async () => {
    const abort = new AbortController();
    const response = await ask({ model: 'sandbox-slow', stream: true }, abort.signal);
    const source = response.body[Symbol.asyncIterator]();
    setTimeout(() => abort.abort(new Error('given up')), 50);
    await expect(source.next()).rejects.toThrow('given up');
  });
});
