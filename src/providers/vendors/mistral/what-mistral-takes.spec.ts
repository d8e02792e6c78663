import type { JsonObject, JsonValue } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { toRequest } from './to-request.js';

const USER = { role: 'user', content: 'hi' };
const ASSISTANT = { role: 'assistant', content: 'yes' };
const SYSTEM = (content: string): JsonObject => ({ role: 'system', content });
const CALL = { id: 'abcdefghi', type: 'function', function: { name: 'f', arguments: '{}' } };
const CALLING = { role: 'assistant', content: '', tool_calls: [CALL] };
const RESULT = { role: 'tool', tool_call_id: 'abcdefghi', content: 'ok' };

const convert = (json: JsonObject, model = 'mistral-small-latest') =>
  toRequest({ messages: [USER], ...json }, model, false);

/** As Mistral's own validator has it. @see https://github.com/mistralai/mistral-common */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  system: ['user', 'assistant', 'system'],
  user: ['assistant', 'system', 'user'],
  assistant: ['assistant', 'user', 'tool'],
  tool: ['assistant', 'tool'],
};

describe('the order of messages', () => {
  it.each<[string, JsonObject[], JsonObject[]]>([
    ['after an assistant', [USER, ASSISTANT, SYSTEM('a'), USER], [SYSTEM('a'), USER, ASSISTANT, USER]],
    [
      'after a result',
      [SYSTEM('a'), USER, CALLING, RESULT, { role: 'developer', content: 'b' }],
      [SYSTEM('a'), SYSTEM('b'), USER, CALLING, RESULT],
    ],
    [
      'between a result and a user',
      [USER, CALLING, RESULT, SYSTEM('a'), USER],
      [SYSTEM('a'), USER, CALLING, RESULT, { role: 'assistant', content: 'OK' }, USER],
    ],
    ['at the end', [USER, SYSTEM('a')], [SYSTEM('a'), USER]],
    ['twice', [USER, ASSISTANT, SYSTEM('a'), SYSTEM('b'), USER], [SYSTEM('a'), SYSTEM('b'), USER, ASSISTANT, USER]],
    [
      'alone',
      [SYSTEM('a'), SYSTEM('b')],
      [
        { role: 'user', content: 'a' },
        { role: 'user', content: 'b' },
      ],
    ],
  ])('moves a system message that stands %s, and names it', (_where, messages, sent) => {
    const { body, dropped } = convert({ messages });
    expect(body['messages']).toEqual(sent);
    expect(dropped).toEqual(['messages']);
    const roles = sent.map(({ role }) => role as string);
    for (const [index, role] of roles.slice(1).entries()) expect(FOLLOWS[roles[index] ?? '']).toContain(role);
    expect(roles.at(-1)).toMatch(/user|tool/);
  });

  it.each<[JsonObject[]]>([
    [[SYSTEM('a'), USER]],
    [[USER, SYSTEM('a'), USER]],
    [[USER, ASSISTANT, USER, SYSTEM('a'), USER]],
  ])('leaves %j as they are', (messages) => {
    expect(convert({ messages })).toMatchObject({ body: { messages }, dropped: [] });
  });
});

describe('efforts', () => {
  it.each([
    ['mistral-small-latest', 'medium', 'high', true],
    ['mistral-small-latest', 'low', 'high', true],
    ['mistral-small-latest', 'minimal', 'none', true],
    ['mistral-small-latest', 'none', 'none', false],
    ['mistral-small-2603', 'high', 'high', false],
    ['mistral-small-2701', 'xhigh', 'high', true],
    ['mistral-small-2506', 'high', undefined, true],
    ['mistral-medium-3-5', 'high', 'high', false],
    ['mistral-medium-2508', 'high', undefined, true],
    ['mistral-large-latest', 'high', undefined, true],
    ['mistral-large-latest', 'none', undefined, false],
    ['magistral-medium-2509', 'medium', undefined, true],
    ['a-model-of-tomorrow', 'low', undefined, true],
  ])('%s takes %s as %s', (model, effort, sent, isNamed) => {
    const { body, dropped } = convert({ reasoning_effort: effort }, model);
    expect(body['reasoning_effort']).toBe(sent);
    expect(dropped).toEqual(isNamed ? ['reasoning_effort'] : []);
  });

  it('refuses words that are none', () => {
    expect(() => convert({ reasoning_effort: 'much' })).toThrow(expect.objectContaining({ param: 'reasoning_effort' }));
  });
});

describe('temperature and stop', () => {
  it.each<[number, number, boolean]>([
    [2, 1.5, true],
    [1.51, 1.5, true],
    [1.5, 1.5, false],
    [0.3, 0.3, false],
  ])('sends temperature %d as %d', (temperature, sent, isNamed) => {
    const { body, dropped } = convert({ temperature });
    expect([body['temperature'], dropped]).toEqual([sent, isNamed ? ['temperature'] : []]);
  });

  it.each<[JsonValue, JsonValue | undefined]>([
    ['', undefined],
    [['', 'END'], ['END']],
    ['END', ['END']],
  ])('sends stop %j as %j', (stop, sent) => {
    expect(convert({ stop })).toMatchObject({ dropped: [] });
    expect(convert({ stop }).body['stop']).toEqual(sent);
  });
});

describe('what a conversation brings along', () => {
  it('wraps arguments that are no JSON object', () => {
    const cut = { ...CALL, function: { name: 'f', arguments: '{"city":"Par' } };
    const { body } = convert({ messages: [USER, { ...CALLING, tool_calls: [cut] }, RESULT] });
    const sent = { ...CALL, function: { name: 'f', arguments: '{"arguments":"{\\"city\\":\\"Par"}' } };
    expect(body['messages']).toEqual([USER, { ...CALLING, tool_calls: [sent] }, RESULT]);
  });

  it.each(['image/jpg', 'image/png'])('sends a JPEG that is called %s as one', (type) => {
    const image = (declared: string) => [
      { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:${declared};base64,/9j/4AAQ` } }] },
    ];
    expect(convert({ messages: image(type) }).body['messages']).toEqual(image('image/jpeg'));
  });
});

it('a null in streamed usage wipes no count', () => {
  const stream = fromStream({ model: 'm', fallbackId: 'c', created: 1, request: {}, headers: {} });
  const events = [
    { choices: [{ index: 0, delta: { content: 'a' } }], usage: { prompt_tokens: 3, completion_tokens: 1 } },
    {
      choices: [{ index: 0, delta: {}, finish_reason: 'stop' }],
      usage: { prompt_tokens: null, completion_tokens: 2, total_tokens: 5 },
    },
  ];
  const text = `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;
  expect(stream.push(Buffer.from(text)).at(-1)).toMatchObject({ usage: { prompt_tokens: 3, completion_tokens: 2 } });
});

describe('names of tools', () => {
  const NAMES = ['srv:read.file', `mcp__${'server_'.repeat(12)}tool`, 'größe', 'fine-name'];
  const tools = NAMES.map((name) => ({ type: 'function', function: { name } }));
  const calls = NAMES.map((name, index) => ({ ...CALL, id: `abcdefgh${index}`, function: { name, arguments: '{}' } }));
  const results = calls.map(({ id }) => ({ role: 'tool', tool_call_id: id, content: 'ok' }));
  const request: JsonObject = {
    messages: [USER, { ...CALLING, tool_calls: calls }, ...results],
    tools,
    tool_choice: { type: 'function', function: { name: NAMES[0] ?? '' } },
  };
  const { body } = convert(request);
  const sent = (body['tools'] as { function: { name: string } }[]).map((tool) => tool.function.name);
  const context: ReplyContext = { model: 'm', fallbackId: 'chatcmpl-1', created: 1, request, headers: {} };

  it('fit what Mistral takes, in tools, choice and history', () => {
    expect(new Set(sent).size).toBe(NAMES.length);
    for (const name of sent) expect(name).toMatch(/^[a-zA-Z0-9_-]{1,64}$/);
    expect(sent.at(-1)).toBe('fine-name');
    expect(body['tool_choice']).toEqual({ type: 'function', function: { name: sent[0] } });
    expect(body['messages']).toMatchObject([
      {},
      { tool_calls: sent.map((name) => ({ function: { name } })) },
      {},
      {},
      {},
      {},
    ]);
  });

  const called = sent.map((name, index) => ({
    ...CALL,
    id: `abcdefgh${index}`,
    index,
    function: { name, arguments: '{}' },
  }));

  it('are the caller’s again in a reply and in a stream that is cut anywhere', () => {
    const choice = { index: 0, finish_reason: 'tool_calls' };
    const whole = fromResponse({ choices: [{ ...choice, message: { content: '', tool_calls: called } }] }, context);
    expect(whole).toMatchObject({
      choices: [{ message: { tool_calls: NAMES.map((name) => ({ function: { name } })) } }],
    });
    const chunk = { choices: [{ ...choice, delta: { content: '', tool_calls: called } }] };
    const bytes = Buffer.from(`data: ${JSON.stringify(chunk)}\n\ndata: [DONE]\n\n`);
    for (let cut = 1; cut < bytes.length; cut++) {
      const stream = fromStream(context);
      const items = [...stream.push(bytes.subarray(0, cut)), ...stream.push(bytes.subarray(cut)), ...stream.end()];
      const names = [...JSON.stringify(items).matchAll(/"name":"([^"]+)"/g)].map(([, name]) => name);
      expect(names).toEqual(NAMES);
    }
  });
});

describe('a top_p for Mistral', () => {
  it('is above 0', () => {
    expect(convert({ top_p: 0 })).toMatchObject({ body: { top_p: 0.0001 }, dropped: ['top_p'] });
    expect(convert({ top_p: 0.5 })).toMatchObject({ body: { top_p: 0.5 }, dropped: [] });
  });
});

describe('an effort of none for Mistral', () => {
  it('is obeyed by models that never reason, and named where the model always does', () => {
    expect(convert({ reasoning_effort: 'none' }, 'mistral-large-latest').dropped).toEqual([]);
    expect(convert({ reasoning_effort: 'none' }, 'magistral-medium-latest').dropped).toEqual(['reasoning_effort']);
  });
});
