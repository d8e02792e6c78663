import { defined } from '../../../../test/support/defined.js';
import { askSandbox, bytesOf, chunksOf, readRefusal, wholeReply } from '../../../../test/support/ask-sandbox.js';
import type { JsonObject } from '../../../core/json.js';

const USER = { role: 'user', content: 'Where is the harbour?' };
const ask = (json: JsonObject = {}) => askSandbox({ messages: [USER], ...json });
const whole = (json: JsonObject = {}) => wholeReply(ask(json));
const choiceOf = async (json: JsonObject = {}) => defined((await whole(json)).choices[0]);
const streamed = (json: JsonObject = {}) => chunksOf(ask({ ...json, stream: true }));

describe('sandbox-1', () => {
  it('says that it is a sandbox and repeats what was said', async () => {
    const reply = await whole();
    expect(reply).toMatchObject({ object: 'chat.completion', model: 'sandbox-1', system_fingerprint: 'fp_sandbox' });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'stop', message: { role: 'assistant', refusal: null } });
    expect(reply.choices[0]?.message.content).toMatch(/^\[sandbox\].*Where is the harbour\?/);
    expect((await ask()).headers).toMatchObject({ 'x-llmops-sandbox': 'true' });
  });

  it('gives equal requests equal bytes', async () => {
    const [first, second] = await Promise.all([ask({ stream: true }), ask({ stream: true })]);
    expect(await bytesOf(first)).toEqual(await bytesOf(second));
  });

  it('streams the text of the whole answer, in pieces', async () => {
    const { message } = await choiceOf();
    const { chunks, done } = await streamed();
    expect(chunks.length).toBeGreaterThan(5);
    expect(chunks[0]?.choices[0]?.delta).toEqual({ role: 'assistant', content: '', refusal: null });
    expect(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? '').join('')).toBe(message.content);
    expect(chunks.filter((chunk) => chunk.choices[0]?.finish_reason !== null)).toHaveLength(1);
    expect(chunks.at(-1)?.choices[0]).toMatchObject({ delta: {}, finish_reason: 'stop' });
    expect(done).toBe(true);
  });

  it('counts a token for every four characters, and in a stream only when asked', async () => {
    const { choices, usage } = await whole();
    const completion = Math.ceil((choices[0]?.message.content ?? '').length / 4);
    expect(usage).toMatchObject({ prompt_tokens: 6, completion_tokens: completion, total_tokens: 6 + completion });
    const asked = await streamed({ stream_options: { include_usage: true } });
    expect(asked.chunks.at(-1)).toMatchObject({ choices: [], usage });
    expect(asked.chunks.slice(0, -1).every((chunk) => chunk.usage === null)).toBe(true);
    expect((await streamed()).chunks.some((chunk) => 'usage' in chunk)).toBe(false);
  });

  it.each(['max_tokens', 'max_completion_tokens'])('honours %s', async (name) => {
    const reply = await whole({ [name]: 3 });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '[sandbox] No' } });
    expect(reply.usage?.completion_tokens).toBe(3);
  });

  it('never cuts a character in two', async () => {
    const reply = await whole({ messages: [{ role: 'user', content: '😀😀😀😀' }], max_tokens: 11 });
    expect(reply.choices[0]?.message.content).toBe('[sandbox] No model was asked. You said: "😀');
  });

  it('stops before a stop sequence', async () => {
    const reply = await whole({ stop: ['asked', 'harbour'] });
    expect(reply.choices[0]).toMatchObject({ finish_reason: 'stop', message: { content: '[sandbox] No model was ' } });
  });

  it('gives n different choices, also in a stream', async () => {
    const texts = (await whole({ n: 3 })).choices.map((choice) => choice.message.content);
    expect(new Set(texts).size).toBe(3);
    const choices = (await streamed({ n: 3 })).chunks.flatMap((chunk) => chunk.choices);
    const textOf = (index: number) =>
      choices
        .filter((choice) => choice.index === index)
        .map(({ delta }) => delta.content ?? '')
        .join('');
    expect([0, 1, 2].map(textOf)).toEqual(texts);
  });

  it.each<[JsonObject, number, string | null, string]>([
    [{ messages: [] }, 400, 'missing_required_parameter', 'messages'],
    [{ n: 0 }, 400, 'invalid_value', 'n'],
    [{ max_tokens: 'many' }, 400, 'invalid_value', 'max_tokens'],
    [{ model: 'gpt-4o' }, 404, 'model_not_found', 'model'],
    [{ model: 'sandbox-embed' }, 404, null, 'model'],
  ])('refuses %j in the words of OpenAI', async (json, status, code, param) => {
    expect(await readRefusal(ask(json))).toMatchObject({ kind: 'request-rejected', status, code, param });
  });
});

describe('tools', () => {
  const parameters = {
    type: 'object',
    properties: { city: { type: 'string' }, unit: { enum: ['C', 'F'] }, days: { type: 'integer', minimum: 3 } },
    required: ['city'],
  };
  const tools = [
    { type: 'function', function: { name: 'get_weather', parameters } },
    { type: 'function', function: { name: 'get_time' } },
  ];
  const WEATHER = { name: 'get_weather', arguments: '{"city":"sandbox","unit":"C","days":3}' };

  it('are left alone where nobody asks for them', async () => {
    expect((await choiceOf({ tools })).finish_reason).toBe('stop');
    expect(
      (await choiceOf({ tools, tool_choice: 'none', messages: [{ role: 'user', content: 'get_time' }] })).finish_reason,
    ).toBe('stop');
  });

  it.each([['required'], [{ type: 'function', function: { name: 'get_weather' } }]])(
    'are called for tool_choice %j, with arguments that the schema accepts',
    async (choice) => {
      expect((await whole({ tools, tool_choice: choice })).choices[0]).toMatchObject({
        finish_reason: 'tool_calls',
        message: { content: null, tool_calls: [{ type: 'function', function: WEATHER }] },
      });
    },
  );

  it('are called where the user names them: all at once, or only one', async () => {
    const messages = [{ role: 'user', content: 'Please run get_weather and get_time.' }];
    const both = (await choiceOf({ tools, messages })).message.tool_calls ?? [];
    expect(both.map((call) => call.type === 'function' && call.function.name)).toEqual(['get_weather', 'get_time']);
    expect(both[1]).toMatchObject({ function: { arguments: '{}' } });
    expect(new Set(both.map(({ id }) => id)).size).toBe(2);
    const one = await whole({ tools, messages, parallel_tool_calls: false });
    expect(one.choices[0]?.message.tool_calls).toHaveLength(1);
  });

  it('are not called again after their result, which is repeated', async () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'get_time', arguments: '{}' } };
    const messages = [
      { role: 'user', content: 'get_time' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'twelve' },
    ];
    expect((await choiceOf({ tools, messages })).message.content).toContain('twelve');
  });

  it('stream as name once, then arguments in pieces', async () => {
    const { chunks } = await streamed({ tools, tool_choice: 'required' });
    const deltas = chunks.flatMap((chunk) => chunk.choices[0]?.delta.tool_calls ?? []);
    expect(deltas[0]).toMatchObject({ index: 0, type: 'function', function: { name: WEATHER.name, arguments: '' } });
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.slice(1).every((delta) => !('id' in delta) && delta.function?.name === undefined)).toBe(true);
    expect(deltas.map((delta) => delta.function?.arguments).join('')).toBe(WEATHER.arguments);
    expect(chunks.at(-1)?.choices[0]?.finish_reason).toBe('tool_calls');
  });

  it('in the legacy form are answered in the legacy form', async () => {
    const legacy = { functions: [{ name: 'get_weather', parameters }], function_call: { name: 'get_weather' } };
    expect((await whole(legacy)).choices[0]).toMatchObject({
      finish_reason: 'function_call',
      message: { function_call: WEATHER },
    });
  });

  it('that are chosen must be there', async () => {
    const choice = { type: 'function', function: { name: 'missing' } };
    expect(await readRefusal(ask({ tools, tool_choice: choice }))).toMatchObject({ status: 400, param: 'tool_choice' });
  });
});

describe('JSON', () => {
  const answer = async (schema: JsonObject): Promise<unknown> => {
    const format = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } };
    return JSON.parse((await choiceOf({ response_format: format })).message.content ?? '');
  };

  it('fits the schema', async () => {
    const answerSchema = {
      type: 'object',
      properties: { at: { type: 'string', format: 'date' }, none: { type: ['number', 'null'] } },
    };
    const schema = {
      type: 'object',
      properties: {
        answer: { $ref: '#/$defs/Answer' },
        tags: { type: 'array', items: { type: 'string' }, minItems: 2 },
      },
      $defs: { Answer: answerSchema },
    };
    expect(await answer(schema)).toEqual({ answer: { at: '2019-08-24', none: 1 }, tags: ['sandbox', 'sandbox'] });
  });

  it('ends on schemas that contain themselves, however wide', async () => {
    const self = { $ref: '#' };
    const properties = { a: self, b: self, c: { anyOf: [self, { type: 'null' }] } };
    expect(await answer({ type: 'object', properties, required: ['a', 'b', 'c'] })).toHaveProperty('a.b.c');
  });

  it('is an object in JSON mode', async () => {
    const reply = await whole({ response_format: { type: 'json_object' } });
    expect(JSON.parse(reply.choices[0]?.message.content ?? '')).toEqual({ sandbox: true, message: 'sandbox' });
  });
});
