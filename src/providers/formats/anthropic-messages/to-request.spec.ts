import type { JsonObject } from '../../../core/json.js';
import { toRequest } from './to-request.js';

/** Any vendor JSON; only tests may trust it. */
type Wire = ReturnType<typeof JSON.parse>;

const USER = { role: 'user', content: 'Hi' };
const TOOL = {
  type: 'function',
  function: { name: 'add', description: 'Adds', parameters: { type: 'object', properties: { x: { type: 'number' } } } },
};
const CALL = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"x":1}' } };

function convert(
  json: JsonObject,
  model = 'claude-sonnet-4-5',
  stream = false,
): { body: Wire; dropped: readonly string[] } {
  const { body, dropped } = toRequest({ messages: [USER], ...json }, model, {
    label: 'Anthropic',
    fetchesUrls: true,
    stream,
  });
  return { body: JSON.parse(JSON.stringify(body)), dropped };
}

describe('parameters for Claude', () => {
  it('say a limit always, the caller’s or the model’s', () => {
    expect(convert({}).body.max_tokens).toBe(16_384);
    expect(convert({}, 'claude-sonnet-4-5', true).body.max_tokens).toBe(64_000);
    expect(convert({}, 'claude-3-haiku-20240307').body.max_tokens).toBe(4096);
    expect(convert({ max_tokens: 7, max_completion_tokens: 9 }).body.max_tokens).toBe(9);
  });

  it.each<[string, JsonObject]>([
    ['n', { n: 2 }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 3 }],
    ['logit_bias', { logit_bias: { 5: 1 } }],
    ['frequency_penalty', { frequency_penalty: 0.5 }],
    ['presence_penalty', { presence_penalty: -1 }],
    ['audio', { audio: { voice: 'alloy', format: 'wav' } }],
    ['modalities', { modalities: ['text', 'audio'] }],
    ['web_search_options', { web_search_options: {} }],
    ['tools[0].type', { tools: [{ type: 'custom', custom: { name: 'x' } }] }],
    [
      'messages[0].content[0].input_audio',
      { messages: [{ role: 'user', content: [{ type: 'input_audio', input_audio: { data: 'AA', format: 'wav' } }] }] },
    ],
    [
      'messages[0].content[0].file.file_id',
      { messages: [{ role: 'user', content: [{ type: 'file', file: { file_id: 'file-1' } }] }] },
    ],
    [
      'messages[0].content[0].image_url',
      {
        messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'data:image/tiff;base64,AA' } }] }],
      },
    ],
  ])('refuse %s, which would change the answer', (param, json) => {
    expect(() => convert(json)).toThrow(expect.objectContaining({ status: 400, code: 'unsupported_parameter', param }));
  });

  it('leave out hints by name, and ask for nothing that was not asked for', () => {
    const hints = {
      seed: 1,
      frequency_penalty: 0,
      verbosity: 'low',
      prediction: {},
      store: true,
      prompt_cache_key: 'k',
      made_up: 1,
    };
    const { body, dropped } = convert({ ...hints, n: 1, logprobs: false, logit_bias: {}, stream_options: null });
    expect([...dropped].sort()).toEqual(Object.keys(hints).sort());
    expect(Object.keys(body).sort()).toEqual(['max_tokens', 'messages']);
  });

  it('clamp the temperature, and give temperature or top_p as the family takes them', () => {
    expect(convert({ temperature: 1.5 })).toMatchObject({ body: { temperature: 1 }, dropped: ['temperature'] });
    expect(convert({ temperature: 0.5, top_p: 0.9 })).toMatchObject({ body: { temperature: 0.5 }, dropped: ['top_p'] });
    expect(convert({ temperature: 0.5, top_p: 0.9 }, 'claude-3-opus-20240229').body).toMatchObject({
      temperature: 0.5,
      top_p: 0.9,
    });
  });

  it('trap 6: the newest models get no sampling at all', () => {
    const { body, dropped } = convert({ temperature: 0.2, top_p: 0.9, top_k: 4 }, 'claude-opus-4-8');
    expect(dropped).toEqual(['temperature', 'top_p', 'top_k']);
    expect(Object.keys(body)).toEqual(['max_tokens', 'messages']);
  });

  it('name the user, the tier and the ends', () => {
    const { body, dropped } = convert({ user: 'u1', service_tier: 'default', stop: ['END', '\n'] });
    expect(body).toMatchObject({ metadata: { user_id: 'u1' }, service_tier: 'standard_only', stop_sequences: ['END'] });
    expect(dropped).toEqual(['stop']);
    expect(convert({ safety_identifier: 's', user: 'u', service_tier: 'flex' })).toMatchObject({
      body: { metadata: { user_id: 's' } },
      dropped: ['service_tier'],
    });
  });
});

describe('the user for Claude', () => {
  const idOf = (user: string) => convert({ user }).body.metadata.user_id;

  it.each([
    'ann@example.com',
    'Ann <ann@mail.example.org>',
    '+1 (555) 010-9999',
    '0049 30 1234567',
    '5550109999',
    'x'.repeat(257),
  ])('is a hash where it is %s', (user) => {
    expect(idOf(user)).toMatch(/^[0-9a-f]{64}$/);
    expect(idOf(user)).toBe(idOf(user));
  });

  it('is a hash where it is longer than any pattern could be looked for in', () => {
    const { body } = convert({ safety_identifier: 'x'.repeat(2_000_000) });
    expect(body.metadata.user_id).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(['u-1', '550e8400-e29b-41d4-a716-446655440000', 'team@42', 'order 17'])('is %s as it is', (user) => {
    expect(idOf(user)).toBe(user);
  });
});

describe('messages for Claude', () => {
  const messagesOf = (messages: JsonObject[], model?: string): Wire => convert({ messages }, model).body.messages;

  it('trap 1: put all results of a turn in one user message, results first', () => {
    const second = { ...CALL, id: 'call_2' };
    const messages = messagesOf([
      USER,
      { role: 'assistant', content: 'Let me see.', tool_calls: [CALL, second] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
      { role: 'user', content: 'Hurry' },
      { role: 'tool', tool_call_id: 'call_2', content: '' },
      { role: 'user', content: 'Please' },
    ]);
    expect(messages.map(({ role }: Wire) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1].content.map(({ type }: Wire) => type)).toEqual(['text', 'tool_use', 'tool_use']);
    expect(messages[2].content).toEqual([
      { type: 'tool_result', tool_use_id: 'call_1', content: [{ type: 'text', text: '1' }] },
      { type: 'tool_result', tool_use_id: 'call_2' },
      { type: 'text', text: 'Hurry' },
      { type: 'text', text: 'Please' },
    ]);
  });

  it('hoist later system messages where the model wants them first, and say so', () => {
    const messages = [{ role: 'developer', content: 'A' }, USER, { role: 'system', content: 'B' }];
    const { body, dropped } = convert({ messages });
    expect(body.system).toEqual([
      { type: 'text', text: 'A' },
      { type: 'text', text: 'B' },
    ]);
    expect(dropped).toEqual(['messages']);
    expect(convert({ messages }, 'claude-opus-4-8').body).toMatchObject({
      system: [{ type: 'text', text: 'A' }],
      messages: [{ role: 'user' }, { role: 'system', content: [{ type: 'text', text: 'B' }] }],
    });
  });

  const roles = (messages: Wire[]) => messages.map(({ role, content }: Wire) => `${role}:${content[0].text ?? ''}`);
  const say = (role: string, content: string): JsonObject => ({ role, content });

  it.each<[string, JsonObject[], string[], boolean]>([
    ['last', [USER, say('system', 'S')], ['user:Hi', 'system:S'], false],
    [
      'before an answer',
      [USER, say('system', 'S'), say('assistant', 'A'), USER],
      ['user:Hi', 'system:S', 'assistant:A', 'user:Hi'],
      false,
    ],
    [
      'after the user, never between an answer and the user',
      [USER, say('assistant', 'A'), say('developer', 'S'), say('user', 'Go')],
      ['user:Hi', 'assistant:A', 'user:Go', 'system:S'],
      true,
    ],
    ['after all that the user says', [USER, say('system', 'S'), say('user', 'Go')], ['user:Hi', 'system:S'], true],
    [
      'after the results of a call, never before them',
      [
        USER,
        { role: 'assistant', tool_calls: [CALL] },
        say('system', 'S'),
        { role: 'tool', tool_call_id: 'call_1', content: '1' },
        say('assistant', 'A'),
        USER,
      ],
      ['user:Hi', 'assistant:', 'user:', 'system:S', 'assistant:A', 'user:Hi'],
      true,
    ],
  ])('put a later system message %s', (_, messages, expected, isMoved) => {
    const { body, dropped } = convert({ messages }, 'claude-opus-4-8');
    expect(roles(body.messages)).toEqual(expected);
    expect(dropped).toEqual(isMoved ? ['messages'] : []);
    for (const model of ['claude-sonnet-5', 'claude-unheard-of']) {
      const moved = convert({ messages }, model);
      expect(moved.body.system).toEqual([{ type: 'text', text: 'S' }]);
      expect(moved.body.messages.map(({ role }: Wire) => role)).not.toContain('system');
      expect(moved.dropped).toEqual(['messages']);
    }
  });

  it('move a system message behind the last answer to the front, where nothing follows it', () => {
    const { body, dropped } = convert({ messages: [USER, say('assistant', 'A'), say('system', 'S')] });
    expect(body.system).toEqual([{ type: 'text', text: 'S' }]);
    expect(roles(body.messages)).toEqual(['user:Hi', 'assistant:A']);
    expect(dropped).toEqual(['messages']);
  });

  it('keep a mark on a message that holds nothing but calls', () => {
    const mark = { type: 'ephemeral' };
    const messages = messagesOf([
      USER,
      { role: 'assistant', content: null, tool_calls: [CALL, { ...CALL, id: 'call_2' }], cache_control: mark },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
      { role: 'tool', tool_call_id: 'call_2', content: '2' },
    ]);
    expect(messages[1].content.map((block: Wire) => block.cache_control)).toEqual([undefined, mark]);
  });

  it('carry four marks at most, the first and the last ones, by name', () => {
    const marked = (text: string): JsonObject => ({
      role: 'user',
      content: text,
      cache_control: { type: 'ephemeral' },
    });
    const { body, dropped } = convert({
      tools: [{ ...TOOL, cache_control: { type: 'ephemeral' } }],
      messages: ['1', '2', '3', '4', '5'].map(marked),
    });
    expect(body.tools[0]).toHaveProperty('cache_control');
    const texts = body.messages[0].content.filter((block: Wire) => block.cache_control).map(({ text }: Wire) => text);
    expect(texts).toEqual(['3', '4', '5']);
    expect(dropped).toEqual(['cache_control']);
    const whole = convert({ cache_control: { type: 'ephemeral' }, messages: ['1', '2', '3', '4', '5'].map(marked) });
    expect(JSON.stringify(whole.body).match(/cache_control/g)).toHaveLength(4);
  });

  it('fit names that Claude refuses, in tools, choice and conversation', () => {
    const name = 'mcp.files/read';
    const call = { ...CALL, function: { name, arguments: '{}' } };
    const { body } = convert({
      tools: [{ type: 'function', function: { name } }],
      tool_choice: { type: 'function', function: { name } },
      messages: [
        USER,
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: 'call_1', content: '1' },
      ],
    });
    expect(body.tools[0].name).toBe('mcp_files_read');
    expect(body.tool_choice.name).toBe('mcp_files_read');
    expect(body.messages[1].content[0].name).toBe('mcp_files_read');
  });

  it('drop blank text and what is left with nothing, and merge what then meets', () => {
    expect(messagesOf([USER, { role: 'assistant', content: ' ' }, { role: 'user', content: 'There?' }])).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Hi' },
          { type: 'text', text: 'There?' },
        ],
      },
    ]);
  });

  it('trim the end of a prefill', () => {
    expect(messagesOf([USER, { role: 'assistant', content: 'The answer is ' }])[1].content[0].text).toBe(
      'The answer is',
    );
  });

  it('trap 15: accept ids, reasoning and thoughts that other vendors made', () => {
    const foreign = { ...CALL, id: 'functions.add:0' };
    const messages = messagesOf([
      USER,
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'hm',
        thinking_blocks: [{ type: 'thinking', thinking: 'hm' }],
        tool_calls: [foreign],
      },
      { role: 'tool', tool_call_id: 'functions.add:0', content: '1' },
      { role: 'assistant', content: null, tool_calls: [foreign] },
      { role: 'tool', tool_call_id: 'functions.add:0', content: '2' },
    ]);
    const ids = [messages[1].content[0].id, messages[3].content[0].id];
    expect(ids[0]).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(ids[0]).not.toBe(ids[1]);
    expect([messages[2].content[0].tool_use_id, messages[4].content[0].tool_use_id]).toEqual(ids);
    expect(messages[1].content).toHaveLength(1);
  });

  it.each(['', 'null', '{}'])('trap 17: read arguments %j as an object', (text) => {
    const call = { ...CALL, function: { name: 'add', arguments: text } };
    const messages = messagesOf([
      USER,
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'x' },
    ]);
    expect(messages[1].content[0].input).toEqual({});
  });

  it.each([
    ['[1]', [1]],
    ['{"x":', '{"x":'],
    ['"a"', 'a'],
    ['7', 7],
  ])('wrap arguments %j, which are no object', (text, inner) => {
    const call = { ...CALL, function: { name: 'add', arguments: text } };
    const messages = messagesOf([
      USER,
      { role: 'assistant', tool_calls: [call] },
      { role: 'tool', tool_call_id: 'call_1', content: 'x' },
    ]);
    expect(messages[1].content[0].input).toEqual({ arguments: inner });
  });

  it('refuse a result that answers nothing', () => {
    expect(() => messagesOf([USER, { role: 'tool', tool_call_id: 'nobody', content: 'x' }])).toThrow(
      expect.objectContaining({ status: 400, param: 'messages[1].tool_call_id' }),
    );
  });

  it('trap 22: take the legacy functions', () => {
    const { body } = convert({
      functions: [TOOL.function],
      function_call: { name: 'add' },
      messages: [
        USER,
        { role: 'assistant', content: null, function_call: { name: 'add', arguments: '{}' } },
        { role: 'function', name: 'add', content: '3' },
      ],
    });
    expect(body.tools).toMatchObject([{ name: 'add' }]);
    expect(body.tool_choice).toEqual({ type: 'tool', name: 'add' });
    expect(body.messages[2].content[0].tool_use_id).toBe(body.messages[1].content[0].id);
  });

  it('take images and documents', () => {
    const content = [
      { type: 'image_url', image_url: { url: 'https://example.com/a.png', detail: 'high' } },
      { type: 'image_url', image_url: { url: 'data:image/jpg;base64,AAAA' }, cache_control: { type: 'ephemeral' } },
      { type: 'file', file: { filename: 'a.pdf', file_data: 'data:application/pdf;base64,AAAA' } },
    ];
    const { body, dropped } = convert({ messages: [{ role: 'user', content }] });
    expect(body.messages[0].content).toEqual([
      { type: 'image', source: { type: 'url', url: 'https://example.com/a.png' } },
      {
        type: 'image',
        source: { type: 'base64', media_type: 'image/jpeg', data: 'AAAA' },
        cache_control: { type: 'ephemeral' },
      },
      { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'AAAA' }, title: 'a.pdf' },
    ]);
    expect(dropped).toEqual(['messages']);
  });
});

describe('tools for Claude', () => {
  it.each<[unknown, unknown]>([
    ['auto', { type: 'auto' }],
    ['none', { type: 'none' }],
    ['required', { type: 'any' }],
    [
      { type: 'function', function: { name: 'add' } },
      { type: 'tool', name: 'add' },
    ],
  ])('choose %j', (choice, expected) => {
    expect(convert({ tools: [TOOL], tool_choice: choice as JsonObject }).body.tool_choice).toEqual(expected);
  });

  it.each(['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-fable-5-1', 'claude-unheard-of'])(
    'cannot be forced on %s, which says so by name',
    (model) => {
      for (const choice of ['required', { type: 'function', function: { name: 'add' } }]) {
        expect(() => convert({ tools: [TOOL], tool_choice: choice }, model)).toThrow(
          expect.objectContaining({ status: 400, code: 'unsupported_parameter', param: 'tool_choice' }),
        );
      }
      expect(convert({ tools: [TOOL], tool_choice: 'auto' }, model).body.tool_choice).toEqual({ type: 'auto' });
      expect(convert({ tools: [TOOL], tool_choice: 'none' }, model).body.tool_choice).toEqual({ type: 'none' });
    },
  );

  it('offer the allowed ones only', () => {
    const other = { type: 'function', function: { name: 'sub' } };
    const allowed = {
      type: 'allowed_tools',
      allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'sub' } }] },
    };
    const { body, dropped } = convert({ tools: [TOOL, other], tool_choice: allowed });
    expect(body.tools).toEqual([{ name: 'sub', input_schema: { type: 'object', properties: {} } }]);
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(dropped).toEqual(['tool_choice']);
  });

  it('say that calls come one at a time', () => {
    expect(convert({ tools: [TOOL], parallel_tool_calls: false }).body.tool_choice).toEqual({
      type: 'auto',
      disable_parallel_tool_use: true,
    });
    expect(convert({ tools: [TOOL], tool_choice: 'none', parallel_tool_calls: false }).body.tool_choice).toEqual({
      type: 'none',
    });
    expect(convert({ parallel_tool_calls: false }).body).not.toHaveProperty('tool_choice');
  });

  it('declare those of the conversation where the request has none', () => {
    const messages = [
      USER,
      { role: 'assistant', tool_calls: [CALL] },
      { role: 'tool', tool_call_id: 'call_1', content: '1' },
    ];
    expect(convert({ messages }).body.tools).toEqual([
      { name: 'add', input_schema: { type: 'object', properties: {} } },
    ]);
  });

  it('trap 23: never change the caller’s schema', () => {
    const parameters = { properties: { x: { type: 'integer', minimum: 1 } } };
    const tools = [{ type: 'function', function: { name: 'add', strict: true, parameters } }];
    const before = JSON.stringify(tools);
    const { body, dropped } = convert({ tools });
    expect(JSON.stringify(tools)).toBe(before);
    expect(body.tools[0]).toEqual({
      name: 'add',
      strict: true,
      input_schema: {
        type: 'object',
        properties: { x: { type: 'integer', description: 'Must satisfy {"minimum":1}.' } },
        additionalProperties: false,
      },
    });
    expect(dropped).toEqual(['tools']);
  });
});

describe('answers by JSON schema', () => {
  const schema = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] };
  const response_format = { type: 'json_schema', json_schema: { name: 'x', strict: true, schema } };

  it('are native where the model has them', () => {
    const { body } = convert({ response_format });
    expect(body.output_config).toEqual({
      format: { type: 'json_schema', schema: { ...schema, additionalProperties: false } },
    });
    expect(body).not.toHaveProperty('tools');
  });

  it('are a forced tool elsewhere', () => {
    const { body } = convert({ response_format }, 'claude-sonnet-4-20250514');
    expect(body.tools).toMatchObject([{ name: 'json_response', input_schema: schema }]);
    expect(body.tool_choice).toEqual({ type: 'tool', name: 'json_response' });
  });

  it('leave the caller’s tools callable beside it, but not forced', () => {
    const old = 'claude-3-5-sonnet-20240620';
    expect(convert({ response_format, tools: [TOOL] }, old).body).toMatchObject({
      tools: [{ name: 'add' }, { name: 'json_response' }],
      tool_choice: { type: 'any' },
    });
    expect(() => convert({ response_format, tools: [TOOL], tool_choice: 'required' }, old)).toThrow(
      expect.objectContaining({ param: 'response_format' }),
    );
  });

  it.each<[string, JsonObject]>([
    ['takes any member', { type: 'object', properties: { a: {} }, additionalProperties: true }],
    ['is a map', { type: 'object', properties: { m: { type: 'object', additionalProperties: { type: 'number' } } } }],
    ['tells nothing of an object', { type: 'object', properties: { m: { type: 'object' } } }],
    ['has members by pattern', { type: 'object', properties: {}, patternProperties: { '^x': { type: 'string' } } }],
    [
      'holds itself',
      {
        $defs: { node: { type: 'object', properties: { next: { $ref: '#/$defs/node' } } } },
        type: 'object',
        properties: { root: { $ref: '#/$defs/node' } },
      },
    ],
    ['lies elsewhere', { type: 'object', properties: { a: { $ref: 'https://example.com/schema' } } }],
  ])('are asked for in words where the schema %s', (_, open) => {
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: open } };
    const { body, dropped } = convert({ response_format: format });
    expect(body).not.toHaveProperty('output_config');
    expect(body.system[0].text).toContain(JSON.stringify(open));
    expect(dropped).toEqual(['response_format']);
    const tools = [{ type: 'function', function: { name: 'add', strict: true, parameters: open } }];
    const strict = convert({ tools });
    expect(strict.body.tools[0]).not.toHaveProperty('strict');
    expect(strict.body.tools[0].input_schema).toEqual(open);
    expect(strict.dropped).toEqual(['tools']);
  });

  it('keep formats that Claude knows, and say the others in words', () => {
    const properties = { a: { type: 'string', format: 'date-time' }, b: { type: 'string', format: 'uri-reference' } };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: { type: 'object', properties } } };
    const { body, dropped } = convert({ response_format: format });
    expect(body.output_config.format.schema.properties).toEqual({
      a: properties.a,
      b: { type: 'string', description: 'Must satisfy {"format":"uri-reference"}.' },
    });
    expect(dropped).toEqual(['response_format']);
  });

  it('follow a definition that is used twice', () => {
    const used = { $defs: { p: { type: 'object', properties: { x: { type: 'number' } } } }, type: 'object' };
    const properties = { from: { $ref: '#/$defs/p' }, to: { $ref: '#/$defs/p' } };
    const format = { type: 'json_schema', json_schema: { name: 'x', schema: { ...used, properties } } };
    expect(convert({ response_format: format }).body.output_config.format.schema.$defs.p).toEqual({
      ...used.$defs.p,
      additionalProperties: false,
    });
  });

  it('are asked for in words in JSON mode', () => {
    const { body, dropped } = convert({ response_format: { type: 'json_object' } });
    expect(body.system[0].text).toContain('JSON object');
    expect(dropped).toEqual(['response_format']);
  });
});

describe('thinking', () => {
  const signed = { type: 'thinking', thinking: 'hm', signature: 'sig' };
  const toolTurn = (blocks: JsonObject[]) => [
    USER,
    { role: 'assistant', thinking_blocks: blocks, tool_calls: [CALL] },
    { role: 'tool', tool_call_id: 'call_1', content: '1' },
  ];

  it.each([
    ['claude-sonnet-4-5', 'low', { type: 'enabled', budget_tokens: 2048 }, undefined],
    ['claude-sonnet-4-5', 'none', undefined, undefined],
    ['claude-opus-4-6', 'high', { type: 'adaptive' }, { effort: 'high' }],
    ['claude-opus-4-8', 'xhigh', { type: 'adaptive', display: 'summarized' }, { effort: 'xhigh' }],
    ['claude-opus-4-8', 'none', { type: 'disabled' }, undefined],
    ['claude-sonnet-5', 'none', { type: 'disabled' }, undefined],
    ['claude-fable-5', 'medium', { type: 'adaptive', display: 'summarized' }, { effort: 'medium' }],
  ])('of %s at effort %s', (model, reasoning_effort, thinking, outputConfig) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(outputConfig);
    expect(dropped).toEqual([]);
  });

  it.each([
    ['claude-opus-4-6', 'minimal', 'low'],
    ['claude-opus-4-6', 'xhigh', 'max'],
  ])('of %s at effort %s is named, for it becomes %s', (model, reasoning_effort, effort) => {
    const { body, dropped } = convert({ reasoning_effort }, model);
    expect(body.output_config).toEqual({ effort });
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it.each([
    ...['claude-fable-5', 'claude-fable-5-20260609', 'claude-mythos-5', 'claude-mythos-preview', 'claude-opus-5-5'],
    ...['claude-opus-5.5@20260922', 'claude-sonnet-5-5', 'claude-haiku-6', 'claude-fable-5-1', 'claude-unheard-of'],
  ])('is not refused to %s, which always thinks', (model) => {
    const byEffort = convert({ reasoning_effort: 'none' }, model);
    expect(byEffort.body).not.toHaveProperty('thinking');
    expect(byEffort.body.output_config).toEqual({ effort: 'low' });
    expect(byEffort.dropped).toEqual(['reasoning_effort']);
    const own = convert({ thinking: { type: 'disabled' } }, model);
    expect(own.body).not.toHaveProperty('thinking');
    expect(own.dropped).toEqual(['thinking']);
    expect(convert({ thinking: { type: 'enabled', budget_tokens: 2000 } }, model)).toMatchObject({
      body: { thinking: { type: 'adaptive', display: 'summarized' } },
      dropped: ['thinking'],
    });
    expect(convert({}, model).body).not.toHaveProperty('thinking');
  });

  it.each<[string, JsonObject | undefined, JsonObject | undefined, string[]]>([
    ['claude-opus-4-8', { type: 'disabled' }, undefined, ['reasoning_effort']],
    ['claude-opus-5', { type: 'disabled' }, undefined, ['reasoning_effort']],
    ['claude-fable-5', undefined, { effort: 'high' }, []],
  ])('of %s beside a forced tool', (model, thinking, outputConfig, named) => {
    const { body, dropped } = convert({ reasoning_effort: 'high', tools: [TOOL], tool_choice: 'required' }, model);
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(body.thinking).toEqual(thinking);
    expect(body.output_config).toEqual(outputConfig);
    expect(dropped).toEqual(named);
  });

  it('that nobody asked for gives way to a forced tool, too', () => {
    const force = { tools: [TOOL], tool_choice: 'required' };
    expect(convert(force, 'claude-sonnet-5').body.thinking).toEqual({ type: 'disabled' });
    expect(convert(force, 'claude-opus-4-8').body).not.toHaveProperty('thinking');
    expect(convert(force, 'claude-fable-5').body).not.toHaveProperty('thinking');
  });

  it('stays within the caller’s limit, which counts thoughts too', () => {
    expect(convert({ reasoning_effort: 'high', max_tokens: 5000 }).body).toMatchObject({
      max_tokens: 5000,
      thinking: { budget_tokens: 4000 },
    });
    expect(convert({ reasoning_effort: 'max', max_tokens: 5000 }).body.thinking.budget_tokens).toBe(4999);
    const { body, dropped } = convert({ reasoning_effort: 'high', max_tokens: 1000 });
    expect(body).not.toHaveProperty('thinking');
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('is off by name where the model cannot', () => {
    expect(convert({ reasoning_effort: 'high' }, 'claude-3-5-haiku-20241022').dropped).toEqual(['reasoning_effort']);
    expect(() => convert({ reasoning_effort: 'much' })).toThrow(expect.objectContaining({ param: 'reasoning_effort' }));
  });

  it('trap 6: refuses a temperature', () => {
    const { body, dropped } = convert({ reasoning_effort: 'low', temperature: 0.3, top_p: 0.5, top_k: 3 });
    expect(body).not.toHaveProperty('temperature');
    expect(dropped).toEqual(['temperature', 'top_p', 'top_k']);
  });

  it('gives way to a forced tool', () => {
    const { body, dropped } = convert({ reasoning_effort: 'low', tools: [TOOL], tool_choice: 'required' });
    expect(body.tool_choice).toEqual({ type: 'any' });
    expect(body).not.toHaveProperty('thinking');
    expect(dropped).toEqual(['reasoning_effort']);
  });

  it('trap 5: gives signed thoughts back, and is off for the request where they are lost', () => {
    const kept = convert({ reasoning_effort: 'low', tools: [TOOL], messages: toolTurn([signed]) });
    expect(kept.body.messages[1].content[0]).toEqual(signed);
    expect(kept.body.thinking).toBeDefined();
    const lost = convert({ reasoning_effort: 'low', tools: [TOOL], messages: toolTurn([]) });
    expect(lost.body).not.toHaveProperty('thinking');
    expect(lost.dropped).toEqual(['reasoning_effort']);
    const own = convert({ thinking: { type: 'enabled', budget_tokens: 2000 }, tools: [TOOL], messages: toolTurn([]) });
    expect(own.dropped).toEqual(['thinking']);
  });

  it('goes on where the loop with the lost thoughts is over', () => {
    const messages = [...toolTurn([]), { role: 'assistant', content: 'It is 1.' }, { role: 'user', content: 'And 2?' }];
    expect(convert({ reasoning_effort: 'low', tools: [TOOL], messages }).body.thinking).toBeDefined();
  });

  it('keeps thoughts out of a request that does not think', () => {
    expect(convert({ tools: [TOOL], messages: toolTurn([signed]) }).body.messages[1].content).toHaveLength(1);
  });
});
