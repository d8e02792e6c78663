import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
import { fitRequest } from './fit-request.js';

const USER = { role: 'user', content: 'hi' };
const ALL = { takesDeveloperRole: true };
const fit = (json: JsonObject, host = ALL) =>
  fitRequest(JsonBody.of({ model: 'm', messages: [USER], ...json }), host).toObject();

describe('a request as hosts of OpenAI’s format take it', () => {
  it('is the caller’s own bytes where nothing is to change', () => {
    const call = { id: 'x'.repeat(40), type: 'function', function: { name: 'f', arguments: 'no json' } };
    const body = JsonBody.of({
      messages: [
        { role: 'developer', content: 'a' },
        { role: 'assistant', tool_calls: [call] },
        { role: 'tool', tool_call_id: call.id, content: '"tool_call_id": "' },
      ],
      stop: ['a'],
    });
    expect(fitRequest(body, ALL)).toBe(body);
  });

  it.each([41, 64, 400])('fits ids of %d characters, the same for the call and its result', (length) => {
    const long = `toolu_${'a1'.repeat(length)}`.slice(0, length);
    const other = `${long.slice(0, -1)}!`;
    const calls = (ids: string[]) =>
      ids.map((id) => ({ id, type: 'function', function: { name: 'f', arguments: '{}' } }));
    const results = (ids: string[]) => ids.map((id) => ({ role: 'tool', tool_call_id: id, content: 'ok' }));
    const conversation = (ids: string[]) => [
      USER,
      { role: 'assistant', content: null, tool_calls: calls(ids) },
      ...results(ids),
    ];
    const { messages } = fit({ messages: conversation([long, 'short', other]) });
    const ids = (messages as { tool_calls?: { id: string }[] }[])[1]?.tool_calls?.map(({ id }) => id) ?? [];
    expect(messages).toEqual(conversation(ids));
    expect(ids[1]).toBe('short');
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id.length).toBeLessThanOrEqual(40);
  });

  it.each<[JsonValue, JsonValue | undefined]>([
    ['', undefined],
    [[], undefined],
    [[''], undefined],
    [['', 'END'], ['END']],
    ['END', 'END'],
    [null, null],
  ])('takes stop %j as %j', (stop, sent) => {
    expect(fit({ stop })).toEqual({ model: 'm', messages: [USER], ...(sent !== undefined && { stop: sent }) });
  });

  it('calls a JPEG one', () => {
    const image = (type: string) => [
      {
        role: 'user',
        content: [{ type: 'image_url', image_url: { url: `data:${type};base64,/9j/4AAQ`, detail: 'low' } }],
      },
    ];
    expect(fit({ messages: image('image/jpg') })['messages']).toEqual(image('image/jpeg'));
    expect(fit({ messages: image('image/png') })['messages']).toEqual(image('image/png'));
  });

  it('makes developer messages system ones where the host knows no others', () => {
    const messages = [
      { role: 'developer', content: '"developer"' },
      { role: 'user', content: 'developer' },
    ];
    expect(fit({ messages }, { takesDeveloperRole: false })['messages']).toEqual([
      { role: 'system', content: '"developer"' },
      messages[1],
    ]);
    expect(fit({ messages })['messages']).toEqual(messages);
  });

  const TOOLS = [{ type: 'function', function: { name: 'f' } }];
  it.each<[JsonObject, JsonObject]>([
    [{ tools: [], tool_choice: 'auto', parallel_tool_calls: false }, {}],
    [{ tool_choice: 'none' }, {}],
    [{ tools: null, tool_choice: null, parallel_tool_calls: null }, { tools: null }],
    [{ tool_choice: 'required' }, { tool_choice: 'required' }],
    [
      { tools: TOOLS, tool_choice: 'none', parallel_tool_calls: false },
      { tools: TOOLS, tool_choice: 'none', parallel_tool_calls: false },
    ],
    [
      { functions: [{ name: 'f' }], tool_choice: 'auto' },
      { functions: [{ name: 'f' }], tool_choice: 'auto' },
    ],
  ])('leaves out what says nothing without tools: %j', (given, sent) => {
    expect(fit(given)).toEqual({ model: 'm', messages: [USER], ...sent });
  });

  it.each<[JsonObject, JsonObject]>([
    [{ content: 'A', tool_calls: [] }, { content: 'A' }],
    [{ content: null }, { content: '' }],
    [
      { content: null, refusal: 'No' },
      { content: null, refusal: 'No' },
    ],
  ])('gives an answer something to say: %j', (given, sent) => {
    const called = {
      role: 'assistant',
      content: null,
      tool_calls: [{ id: 'a', type: 'function', function: { name: 'f' } }],
    };
    const answer = (message: JsonObject) => [USER, { role: 'assistant', ...message }, called];
    expect(fit({ messages: answer(given) })['messages']).toEqual(answer(sent));
  });

  it('leaves members of answers and calls out that the host has refused, and keeps the text of a refusal', () => {
    const call = { id: 'call_1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const answers = [
      { role: 'assistant', content: 'Hi', thinking_blocks: [{ type: 'thinking' }] },
      { role: 'assistant', content: null, tool_calls: [{ ...call, extra_content: { google: {} } }] },
      { role: 'assistant', content: null, refusal: 'No.' },
    ];
    const host = { ...ALL, unknownMembers: new Set(['thinking_blocks', 'extra_content', 'refusal']) };
    const body = JsonBody.of({ model: 'm', messages: [USER, ...answers] });
    expect(fitRequest(body, host).get('messages')).toEqual([
      USER,
      { role: 'assistant', content: 'Hi' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'assistant', content: 'No.' },
    ]);
    expect(fitRequest(body, ALL)).toBe(body);
  });
});
