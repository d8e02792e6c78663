import type { JsonObject } from '../../../core/json.js';
import { readChatRequest } from './chat-request.js';

const user = (content: string): JsonObject => ({ role: 'user', content });
const calls = (...ids: string[]): JsonObject => ({
  role: 'assistant',
  content: null,
  tool_calls: ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } })),
});
const result = (id: string, content: string): JsonObject => ({ role: 'tool', tool_call_id: id, content });
const TOOL = { type: 'function', function: { name: 'f', parameters: { type: 'object', properties: {} } } };

function read(messages: JsonObject[]) {
  const request = readChatRequest({ messages });
  const texts = request.messages.map(({ role, parts }) =>
    [role, ...parts.map((part) => (part.type === 'text' ? part.text : part.type))].join(':'),
  );
  return { texts, reordered: request.reordered };
}

describe('results of tool calls', () => {
  it.each<[string, JsonObject[], string[], boolean]>([
    [
      'stay where they are',
      [user('?'), calls('a', 'b'), result('b', '2'), result('a', '1')],
      ['user:?', 'assistant', 'tool:2', 'tool:1'],
      false,
    ],
    [
      'come before what was said in between',
      [user('?'), calls('a'), user('wait'), result('a', '1')],
      ['user:?', 'assistant', 'tool:1', 'user:wait'],
      true,
    ],
    [
      'of one call are one',
      [user('?'), calls('a'), result('a', '1'), result('a', '2')],
      ['user:?', 'assistant', 'tool:1:2'],
      false,
    ],
    [
      'of ids that repeat belong to the latest calls',
      [calls('a'), result('a', '1'), calls('a'), result('a', '2')],
      ['assistant', 'tool:1', 'assistant', 'tool:2'],
      false,
    ],
    [
      'of calls with one id are several',
      [calls('', ''), result('', '1'), result('', '2')],
      ['assistant', 'tool:1', 'tool:2'],
      false,
    ],
    ['may be missing at the end', [user('?'), calls('a')], ['user:?', 'assistant'], false],
  ])('%s', (_, messages, texts, reordered) => {
    expect(read(messages)).toEqual({ texts, reordered });
  });

  it('are demanded where the conversation goes on', () => {
    expect(() => read([user('?'), calls('a', 'b'), result('a', '1'), user('and?')])).toThrow(
      expect.objectContaining({ status: 400, param: 'messages[1].tool_calls', message: expect.stringContaining('b') }),
    );
  });
});

describe('tools and the choice among them', () => {
  it('are read once each, and refused where two share a name', () => {
    const messages = [user('?')];
    expect(readChatRequest({ messages, tools: [TOOL, TOOL] }).tools).toHaveLength(1);
    const other = { ...TOOL, function: { ...TOOL.function, description: 'other' } };
    expect(() => readChatRequest({ messages, tools: [TOOL, other] })).toThrow(
      expect.objectContaining({ param: 'tools' }),
    );
  });

  it.each<[JsonObject, string]>([
    [{ tool_choice: 'required' }, 'tool_choice'],
    [{ tool_choice: 'required', tools: [] }, 'tool_choice'],
    [{ tool_choice: { type: 'function', function: { name: 'g' } }, tools: [TOOL] }, 'tool_choice'],
    [
      { tool_choice: { type: 'allowed_tools', allowed_tools: { mode: 'auto', tools: [] } }, tools: [TOOL] },
      'tool_choice',
    ],
    [{ function_call: { name: 'g' }, functions: [TOOL.function] }, 'function_call'],
  ])('%j demands what is not there', (json, param) => {
    expect(() => readChatRequest({ messages: [user('?')], ...json })).toThrow(
      expect.objectContaining({ status: 400, param }),
    );
  });

  it.each(['auto', 'none'])('%s needs no tools', (choice) => {
    expect(readChatRequest({ messages: [user('?')], tool_choice: choice }).tools).toEqual([]);
  });
});

describe('what other vendors leave in a history', () => {
  it.each<JsonObject>([
    { type: 'thinking', thinking: [{ type: 'text', text: 'hm' }] },
    { type: 'thinking', thinking: 'hm', signature: 's' },
    { type: 'redacted_thinking', data: 'x' },
    { type: 'reasoning', text: 'hm' },
  ])('%j among the parts is no text', (part) => {
    expect(
      read([user('?'), { role: 'assistant', content: [part, { type: 'text', text: 'A' }] }, user('!')]).texts,
    ).toEqual(['user:?', 'assistant:A', 'user:!']);
  });

  it('is an answer where the model would not give one', () => {
    const refused = { role: 'assistant', content: null, refusal: 'No.' };
    expect(read([user('?'), refused, user('!')]).texts).toEqual(['user:?', 'assistant:No.', 'user:!']);
  });
});
