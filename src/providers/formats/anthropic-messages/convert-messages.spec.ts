import type { JsonObject } from '../../../core/json.js';
import { CALL, convert, TOOL, USER, type Wire } from '../../../../test/support/claude-request.js';

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
