import { recordingsOf } from '../../../../test/support/recordings.js';
import { UnsupportedParameterError } from '../../../core/errors.js';
import { JsonBody } from '../../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../../core/json.js';
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

  it.each([
    ['openai/gpt-oss-20b', 'none', 'low', true],
    ['openai/gpt-oss-240b', 'none', 'low', true],
    ['openai/gpt-oss-20b', 'max', 'high', true],
    ['openai/gpt-oss-20b', 'high', 'high', false],
    ['qwen/qwen3-32b', 'none', 'none', false],
    ['qwen/qwen4-next', 'low', 'default', true],
    ['qwen-2.5-32b', 'low', undefined, true],
    ['llama-3.3-70b-versatile', 'high', undefined, true],
    ['llama-3.3-70b-versatile', 'none', undefined, false],
    ['meta-llama/llama-9', 'low', undefined, true],
    ['moonshotai/kimi-k2-instruct', 'medium', undefined, true],
    ['groq/compound', 'low', undefined, true],
  ])('%s takes effort %s as %s', (model, effort, sent, isNamed) => {
    const { json, dropped } = prepare({ model, reasoning_effort: effort });
    expect(json['reasoning_effort']).toBe(sent);
    expect(dropped).toEqual(isNamed ? ['reasoning_effort'] : []);
  });

  it.each([
    ['openai/gpt-oss-120b', 'hm'],
    ['qwen/qwen3-32b', 'hm'],
    ['llama-3.3-70b-versatile', undefined],
    ['moonshotai/kimi-k2-instruct', undefined],
    ['a-model-of-tomorrow', undefined],
  ])('%s gets the reasoning of other vendors only if it reasons', (model, reasoning) => {
    const history = ['reasoning', 'reasoning_content'].map((name) => ({
      role: 'assistant',
      content: '4',
      [name]: 'hm',
    }));
    const { json, dropped } = prepare({
      model,
      messages: [USER, ...history, { role: 'assistant', content: '5', reasoning: '' }],
    });
    const said = { role: 'assistant', content: '4', ...(reasoning && { reasoning }) };
    expect(json['messages']).toEqual([USER, said, said, { role: 'assistant', content: '5' }]);
    expect(dropped).toEqual([]);
  });

  it.each<[JsonValue, JsonValue | undefined]>([
    ['', undefined],
    [[''], undefined],
    [['', 'END'], ['END']],
    ['END', 'END'],
  ])('take stop %j as %j', (stop, sent) => {
    expect(prepare({ stop })).toMatchObject({ json: sent === undefined ? {} : { stop: sent }, dropped: [] });
    expect(prepare({ stop }).json['stop']).toEqual(sent);
  });

  it.each([
    ['{"city":"Par', '{"arguments":"{\\"city\\":\\"Par"}'],
    ['[1]', '{"arguments":[1]}'],
    ['', '{}'],
    ['null', 'null'],
    ['{"a":1}', '{"a":1}'],
  ])('send arguments %j of a call in the history as %j', (text, sent) => {
    const call = (args: string) => ({ id: 'c', type: 'function', function: { name: 'f', arguments: args } });
    const assistant = (args: string) => ({ role: 'assistant', content: null, tool_calls: [call(args)] });
    expect(prepare({ messages: [USER, assistant(text)] }).json['messages']).toEqual([USER, assistant(sent)]);
  });

  it('say of an image what its bytes are', () => {
    const image = (type: string) => [
      { role: 'user', content: [{ type: 'image_url', image_url: { url: `data:${type};base64,/9j/4AAQ` } }] },
    ];
    for (const type of ['image/jpg', 'image/png'])
      expect(prepare({ messages: image(type) }).json['messages']).toEqual(image('image/jpeg'));
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
