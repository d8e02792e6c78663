import type { JsonObject } from '../../../core/json.js';
import { toRequest } from './to-request.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const USER = { role: 'user', content: 'Hi' };

function convert(json: JsonObject, model = 'claude-sonnet-4-5'): { body: Wire; dropped: readonly string[] } {
  const options = { label: 'Anthropic', fetchesUrls: true, stream: false };
  const { body, dropped } = toRequest({ messages: [USER], ...json }, model, options);
  return { body: JSON.parse(JSON.stringify(body)), dropped };
}

const tool = (name: string, parameters: JsonObject, strict = false) => ({
  type: 'function',
  function: { name, parameters, ...(strict && { strict }) },
});
const closed = (properties: JsonObject): JsonObject => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const answer = (schema: JsonObject) => ({
  response_format: { type: 'json_schema', json_schema: { name: 'r', schema } },
});
const numbered = (count: number, value: JsonObject): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`p${at}`, value]));

describe('conversations as Claude takes them', () => {
  it('begin with the user, who says the instructions where there is nothing else', () => {
    const { body, dropped } = convert({ messages: [{ role: 'system', content: 'Say hi' }] });
    expect(body.system).toBeUndefined();
    expect(body.messages).toEqual([{ role: 'user', content: [{ type: 'text', text: 'Say hi' }] }]);
    expect(dropped).toEqual(['messages']);
  });

  it('may begin with a greeting and end with the beginning of the answer: the vendor judges', () => {
    const messages = [{ role: 'assistant', content: 'Hello!' }, USER, { role: 'assistant', content: '{' }];
    for (const model of ['claude-sonnet-4-5', 'claude-opus-4-8']) {
      const { body, dropped } = convert({ messages }, model);
      expect(body.messages.map(({ role }: Wire) => role)).toEqual(['assistant', 'user', 'assistant']);
      expect(dropped).toEqual([]);
    }
  });

  it.each(['', ' \n'])('are refused where they hold nothing but %j', (content) => {
    expect(() => convert({ messages: [{ role: 'user', content }] })).toThrow(
      expect.objectContaining({ status: 400, param: 'messages' }),
    );
  });

  it('are not thought about, nor held to a schema, where the answer has begun', () => {
    const messages = [USER, { role: 'assistant', content: '{' }];
    const thought = convert({ messages, reasoning_effort: 'low' });
    expect(thought.body.thinking).toBeUndefined();
    expect(thought.dropped).toEqual(['reasoning_effort']);
    const held = convert({ messages, ...answer(closed({ a: { type: 'string' } })) });
    expect(held.body.output_config).toBeUndefined();
    expect(held.dropped).toEqual(['response_format']);
  });

  it('give signed thoughts back that stand among the parts', () => {
    const thought = { type: 'thinking', thinking: 'hm', signature: 's' };
    const messages = [USER, { role: 'assistant', content: [thought, { type: 'text', text: 'A' }] }, USER];
    expect(convert({ messages, reasoning_effort: 'high' }).body.messages[1].content).toEqual([
      thought,
      { type: 'text', text: 'A' },
    ]);
  });
});

describe('limits of Claude', () => {
  it.each([
    ['claude-3-haiku-20240307', 4096],
    ['claude-sonnet-4-5', 64_000],
    ['claude-opus-4-8', 128_000],
  ])('%s is asked for no more than %d tokens', (model, most) => {
    expect(convert({ max_tokens: 500_000 }, model)).toMatchObject({
      body: { max_tokens: most },
      dropped: ['max_tokens'],
    });
    expect(convert({ max_completion_tokens: 500_000 }, model).dropped).toEqual(['max_completion_tokens']);
  });

  it('no more tools are strict than are compiled, and the others are named', () => {
    const tools = Array.from({ length: 23 }, (_, at) => tool(`t${at}`, closed({ a: { type: 'string' } }), true));
    const { body, dropped } = convert({ tools });
    expect(body.tools.filter(({ strict }: Wire) => strict)).toHaveLength(20);
    expect(dropped).toEqual(['tools']);
  });

  it.each<[string, JsonObject]>([
    ['25 properties that may be left out', { ...closed(numbered(25, { type: 'string' })), required: [] }],
    ['17 places of several types', closed(numbered(17, { type: ['string', 'null'] }))],
  ])('a schema with %s is words', (_, schema) => {
    const held = convert(answer(schema));
    expect(held.body.output_config).toBeUndefined();
    expect(held.body.system[0].text).toContain('p16');
    expect(held.dropped).toEqual(['response_format']);
    expect(convert({ tools: [tool('t', schema, true)] })).toMatchObject({
      body: { tools: [{ input_schema: schema }] },
      dropped: ['tools'],
    });
  });

  it('a tool has plainly named parameters', () => {
    expect(() => convert({ tools: [tool('t', closed({ 'Account Number': { type: 'string' } }))] })).toThrow(
      expect.objectContaining({ code: 'unsupported_parameter', param: 'tools[0].function.parameters' }),
    );
  });
});

describe('schemas as Claude compiles them', () => {
  const compiled = (schema: JsonObject) => convert(answer(schema)).body.output_config?.format.schema;

  it.each<[JsonObject, JsonObject]>([
    [{ type: 'string', nullable: true }, { type: ['string', 'null'] }],
    [{ type: 'string', nullable: false }, { type: 'string' }],
    [
      { type: 'string', enum: ['x', null] },
      { type: ['string', 'null'], enum: ['x', null] },
    ],
    [{ allOf: [{ $ref: '#/$defs/A' }] }, { anyOf: [{ $ref: '#/$defs/A' }] }],
    [
      { type: 'string', example: 'x' },
      { type: 'string', description: 'Must satisfy {"example":"x"}.' },
    ],
  ])('%j is %j', (given, expected) => {
    const $defs = { A: closed({ b: { type: 'string' } }) };
    expect(compiled({ ...closed({ a: given }), $defs }).properties.a).toEqual(expected);
  });

  it.each<JsonObject>([
    {},
    closed({ a: {} }),
    { type: 'object', properties: { a: true }, additionalProperties: false },
    closed({ a: { enum: [] } }),
    closed({ a: { enum: [{ x: 1 }] } }),
    { ...closed({ a: { allOf: [{ $ref: '#/$defs/A' }, { type: 'object' }] } }), $defs: { A: closed({}) } },
  ])('%j is words', (schema) => {
    const { body, dropped } = convert(answer(schema));
    expect(body.output_config).toBeUndefined();
    expect(dropped).toEqual(['response_format']);
  });
});
