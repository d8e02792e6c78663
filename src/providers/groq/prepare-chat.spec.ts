import { recordingsOf } from '../../../test/support/recordings.js';
import { UnsupportedParameterError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import { prepareChat } from './prepare-chat.js';

const chats = recordingsOf('groq').filter(({ api }) => api === 'chat');

describe('requests as recorded', () => {
  const requests = chats.flatMap(({ id, request }): [string, JsonObject][] =>
    request?.json ? [[id, request.json]] : [],
  );

  it.each(requests)('%s travels as it is: Groq took it', (_id, json) => {
    const { body, dropped } = prepareChat(JsonBody.of({ ...json, n: undefined }));
    expect(body.toObject()).toEqual({ ...json, n: undefined });
    expect(dropped).toEqual([]);
  });
});

describe('requests', () => {
  const USER = { role: 'user', content: 'hi' };
  const prepare = (json: JsonObject) => {
    const { body, dropped } = prepareChat(JsonBody.of({ model: 'openai/gpt-oss-120b', messages: [USER], ...json }));
    return { json: body.toObject(), dropped };
  };

  it('leave the bytes alone where nothing is to change', () => {
    const body = JsonBody.parse(
      Buffer.from('{ "model":"m", "seed":1.0, "x_new":true, "messages":[{"role":"user","content":"hi"}] }'),
    );
    expect(prepareChat(body).body).toBe(body);
  });

  it.each<[string, JsonValue]>([
    ['n', 2],
    ['logprobs', true],
    ['top_logprobs', 3],
    ['logit_bias', { '50256': -100 }],
    ['modalities', ['text', 'audio']],
    ['audio', { voice: 'alloy', format: 'wav' }],
    ['web_search_options', {}],
  ])('refuse %s', (name, value) => {
    expect(() => prepare({ [name]: value })).toThrow(UnsupportedParameterError);
    expect(() => prepare({ [name]: value })).toThrow(expect.objectContaining({ param: name }));
  });

  it.each<[string, JsonValue]>([
    ['n', 1],
    ['n', null],
    ['logprobs', false],
    ['logit_bias', {}],
    ['modalities', ['text']],
    ['store', false],
    ['prediction', null],
  ])('leave out %s: %j, which asks for nothing', (name, value) => {
    const { json, dropped } = prepare({ [name]: value });
    expect(json).not.toHaveProperty(name);
    expect(dropped).toEqual([]);
  });

  it('name the hints that are dropped', () => {
    const hints = {
      store: true,
      verbosity: 'low',
      prompt_cache_key: 'k',
      safety_identifier: 's',
      service_tier: 'priority',
    };
    const { json, dropped } = prepare(hints);
    expect([...dropped].sort()).toEqual(Object.keys(hints).sort());
    expect(Object.keys(json)).toEqual(['model', 'messages']);
  });

  it('translate tiers and efforts to Groq’s scale', () => {
    expect(prepare({ service_tier: 'default' }).json['service_tier']).toBe('on_demand');
    expect(prepare({ service_tier: 'flex' })).toMatchObject({ json: { service_tier: 'flex' }, dropped: [] });
    expect(prepare({ reasoning_effort: 'minimal' })).toMatchObject({
      json: { reasoning_effort: 'low' },
      dropped: ['reasoning_effort'],
    });
    expect(prepare({ reasoning_effort: 'medium' }).dropped).toEqual([]);
    expect(prepare({ model: 'qwen/qwen3-32b', reasoning_effort: 'high' }).json['reasoning_effort']).toBe('default');
    expect(prepare({ model: 'qwen/qwen3-32b', reasoning_effort: 'none' }).dropped).toEqual([]);
  });

  it('make developer messages system ones, and leave names out', () => {
    const { json, dropped } = prepare({
      messages: [
        { role: 'developer', content: 'be brief' },
        { ...USER, name: 'ada' },
      ],
    });
    expect(json['messages']).toEqual([{ role: 'system', content: 'be brief' }, USER]);
    expect(dropped).toEqual(['messages[].name']);
  });

  it('accept a history that another vendor made', () => {
    const call = { id: 'toolu_1', type: 'function', function: { name: 'f', arguments: '{}' } };
    const assistant = {
      role: 'assistant',
      content: null,
      refusal: null,
      annotations: [],
      reasoning_content: 'hm',
      thinking_blocks: [{ signature: 's' }],
      tool_calls: [{ ...call, index: 0, extra_content: { google: { thought_signature: 's' } } }],
    };
    const cached = { role: 'user', content: [{ type: 'text', text: 'hi', cache_control: { type: 'ephemeral' } }] };
    const { json, dropped } = prepare({ messages: [cached, assistant] });
    expect(json['messages']).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'hi' }] },
      { role: 'assistant', content: null, tool_calls: [call], reasoning: 'hm' },
    ]);
    expect(dropped).toEqual(['messages[].content[].cache_control', 'messages[].thinking_blocks']);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ reasoning: 'hm' }, { reasoning: 'hm' }],
    [{ reasoning_content: 'hm' }, { reasoning: 'hm' }],
    [{ reasoning: 'hm', reasoning_content: 'other' }, { reasoning: 'hm' }],
    [{ reasoning: null, reasoning_content: 'hm' }, { reasoning: 'hm' }],
    [{ reasoning_content: null }, {}],
    [{ role: 'user', reasoning_content: 'hm' }, { role: 'user' }],
  ])('say an assistant’s reasoning by Groq’s name alone: %j', (said, sent) => {
    const assistant = { role: 'assistant', content: '4' };
    const { json, dropped } = prepare({ messages: [USER, { ...assistant, ...said }, USER] });
    expect(json['messages']).toEqual([USER, { ...assistant, ...sent }, USER]);
    expect(dropped).toEqual([]);
  });

  it('never change the caller’s messages, which other targets share', () => {
    const body = JsonBody.of({
      messages: [{ role: 'developer', content: [{ type: 'text', text: 'x', cache_control: {} }] }],
    });
    const before = structuredClone(body.toObject());
    prepareChat(body);
    expect(body.toObject()).toEqual(before);
    expect(body.get('messages')).toEqual(before['messages']);
  });

  it.each(['file', 'input_audio'])('refuse parts of type %s', (type) => {
    const messages = [
      USER,
      {
        role: 'user',
        content: [
          { type: 'text', text: 'x' },
          { type, [type]: {} },
        ],
      },
    ];
    expect(() => prepare({ messages })).toThrow(expect.objectContaining({ param: 'messages[1].content[1]' }));
  });

  it('offer only the allowed tools, and refuse custom ones', () => {
    const tool = (name: string) => ({ type: 'function', function: { name } });
    const allowed = { mode: 'required', tools: [{ type: 'function', function: { name: 'b' } }] };
    const choice = { type: 'allowed_tools', allowed_tools: allowed };
    expect(prepare({ tools: [tool('a'), tool('b')], tool_choice: choice })).toMatchObject({
      json: { tools: [tool('b')], tool_choice: 'required' },
      dropped: ['tool_choice'],
    });
    expect(() => prepare({ tools: [tool('a'), { type: 'custom' }] })).toThrow(
      expect.objectContaining({ param: 'tools[1]' }),
    );
  });
});
