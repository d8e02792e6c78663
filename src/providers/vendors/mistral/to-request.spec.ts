import { defined } from '../../../../test/support/defined.js';
import { recordingsOf } from '../../../../test/support/recordings.js';
import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue, textOf } from '../../../core/json.js';
import { toRequest } from './to-request.js';

const user = (content: JsonValue): JsonObject => ({ role: 'user', content });
const tool = (name: string, description: string, parameters: JsonObject): JsonObject => ({
  type: 'function',
  function: { name, description, parameters },
});
const convert = (json: JsonObject, stream = false) =>
  toRequest(json, textOf(json['model']) || 'mistral-small-latest', stream);

function recordedRequest(name: string): JsonObject {
  const json = recordingsOf('mistral').find(({ id }) => id === `mistral-${name}`)?.request?.json;
  if (json === undefined) throw new Error(`no recorded request ${name}`);
  return json;
}

/** Without what has no effect: defaults, an empty list in place of an empty text, the index of a call. */
function normalised(value: JsonValue | undefined): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((entry) => normalised(entry) ?? null);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const silent = (name === 'prefix' || name === 'stream') && member === false;
      if (silent || (name === 'n' && member === 1) || name === 'index') return [];
      if (name === 'content' && Array.isArray(member) && member.length === 0) return [[name, '']];
      if (name === 'content' && JSON.stringify(member) === '[{"text":"OK","type":"text"}]') return [[name, 'OK']];
      if (name === 'arguments') return [[name, JSON.stringify(JSON.parse(textOf(member)))]];
      return [[name, normalised(member)]];
    }),
  );
}

function partOf(json: JsonObject, message: number, part: number): JsonObject {
  const content = (json['messages'] as JsonObject[])[message]?.['content'] as JsonObject[];
  return defined(content[part]);
}

const ADD = tool('add', 'Add two integers', {
  properties: { x: { type: 'integer' }, y: { type: 'integer' } },
  required: ['x', 'y'],
  type: 'object',
});

/** Requests in OpenAI's words, each beside the recorded request that another client made of the same intent. */
const CASES: Record<string, (recorded: JsonObject) => JsonObject> = {
  'text-plain-1': () => ({
    model: 'ministral-3b-latest',
    max_completion_tokens: 24,
    messages: [
      user('Unicode context: café 東京. The marker is exactly: lantern-42.'),
      { role: 'assistant', content: 'lantern-42', refusal: null, annotations: [], reasoning_content: 'hm' },
      user('Reply with exactly the marker from the prior conversation.'),
    ],
  }),
  'n-gt-1-stream-1': () => ({
    model: 'ministral-3b-latest',
    max_tokens: 1,
    n: 2,
    stream: true,
    stream_options: { include_usage: true },
    messages: [user('Write the word cobalt exactly 100 times, separated by spaces.')],
  }),
  'json-schema-plain-1': (recorded) => ({
    messages: [user([{ type: 'text', text: 'Generate a person named Bob' }])],
    response_format: recorded['response_format'],
  }),
  'reasoning-plain-1': () => ({ messages: [user('What is 5 + 3?')], reasoning_effort: 'high' }),
  'tool-call-tool-choice-plain-1': () => ({
    model: 'ministral-3b-latest',
    max_tokens: 64,
    messages: [user('Call add exactly once with x=17 and y=25. Do not answer in prose.')],
    tools: [ADD],
    tool_choice: 'required',
  }),
  'tool-call-tool-choice-plain-2': (recorded) => ({
    messages: [user('When was the fall of Rome?')],
    tools: recorded['tools'],
    tool_choice: { type: 'function', function: { name: 'weather' } },
  }),
  'tools-no-call-plain-1': () => ({
    model: 'ministral-3b-latest',
    max_tokens: 64,
    messages: [user('Reply with exactly: cobalt')],
    tools: [ADD],
    tool_choice: 'auto',
  }),
  'tool-result-plain-2': (recorded) => ({
    model: 'mistral-large-latest',
    messages: (recorded['messages'] as JsonObject[]).map((message) =>
      message['role'] === 'assistant' ? { ...message, content: null } : message,
    ),
    ...{ temperature: 0.7, top_p: 0.9, max_tokens: 100, seed: 42, presence_penalty: 0, frequency_penalty: 0 },
    tools: recorded['tools'],
  }),
  'file-in-plain-2': (recorded) => ({
    temperature: 0,
    messages: [
      { role: 'developer', content: 'Answer in one short sentence.' },
      user([
        partOf(recorded, 1, 0),
        { type: 'file', file: { filename: 'document.pdf', file_data: partOf(recorded, 1, 1)['document_url'] } },
        { type: 'image_url', image_url: partOf(recorded, 1, 2)['image_url'] },
      ]),
    ],
  }),
  'audio-in-plain-1': (recorded) => ({
    model: 'voxtral-small-latest',
    temperature: 0,
    messages: [
      user([
        { type: 'text', text: 'Transcribe the audio verbatim.' },
        { type: 'input_audio', input_audio: { data: partOf(recorded, 0, 1)['input_audio'], format: 'mp3' } },
      ]),
    ],
  }),
  'parallel-tool-calls-stream-1': (recorded) => ({
    ...recorded,
    stream: true,
    max_tokens: null,
    max_completion_tokens: 128,
    tool_choice: 'required',
  }),
  'cache-read-plain-1': (recorded) => ({ ...recorded, store: null }),
};

describe('a chat request as Mistral takes it', () => {
  it.each(Object.entries(CASES))('is what was recorded: %s', (name, toOpenAi) => {
    const recorded = recordedRequest(name);
    const { body, dropped } = convert(toOpenAi(recorded), recorded['stream'] === true);
    expect(normalised(body)).toEqual(normalised(recorded));
    expect(dropped).toEqual([]);
  });

  it('trap 14: sends the fields that Mistral knows and names the others', () => {
    const { body, dropped } = convert({
      messages: [{ ...user('?'), name: 'ann' }],
      ...{ max_completion_tokens: 5, seed: 3, stream_options: { include_usage: true }, user: 'u', store: false },
      ...{ verbosity: 'low', prediction: {}, metadata: {}, service_tier: 'auto', prompt_cache_retention: '24h' },
      ...{ safety_identifier: 's', logprobs: false, top_logprobs: 0, logit_bias: {}, unheard_of: [] },
      ...{ safe_prompt: true, prompt_mode: 'reasoning', prompt_cache_key: 'k', parallel_tool_calls: true },
    });
    expect(body).toEqual({
      model: 'mistral-small-latest',
      messages: [{ role: 'user', content: '?' }],
      max_tokens: 5,
      random_seed: 3,
      safe_prompt: true,
      prompt_mode: 'reasoning',
      prompt_cache_key: 'k',
    });
    expect([...dropped].sort()).toEqual([
      ...['metadata', 'prediction', 'prompt_cache_retention', 'safety_identifier', 'service_tier', 'store'],
      ...['unheard_of', 'user', 'verbosity'],
    ]);
  });

  it('trap 14: gives foreign tool ids nine characters, the same for a call and its result', () => {
    const called = (id: string) => ({ id, type: 'function', function: { name: 'f', arguments: '' } });
    const { body } = convert({
      messages: [
        user('?'),
        { role: 'assistant', content: null, tool_calls: [called('call_abcdefghijk1'), called('call_abcdefghijk2')] },
        { role: 'tool', tool_call_id: 'call_abcdefghijk1', content: 'one' },
        { role: 'tool', tool_call_id: 'call_abcdefghijk2', content: [{ type: 'text', text: 'two' }] },
        { role: 'assistant', content: 'ok', tool_calls: [called('Df1cqWOle')] },
        { role: 'tool', tool_call_id: 'Df1cqWOle', content: 'three' },
      ],
    });
    const messages = body['messages'] as JsonObject[];
    const ids = messages.flatMap(
      (message) => (message['tool_calls'] as JsonObject[] | undefined)?.map(({ id }) => id) ?? [],
    );
    expect(ids).toEqual([
      expect.stringMatching(/^[a-zA-Z0-9]{9}$/),
      expect.stringMatching(/^[a-zA-Z0-9]{9}$/),
      'Df1cqWOle',
    ]);
    expect(new Set(ids).size).toBe(3);
    expect(messages.flatMap((message) => message['tool_call_id'] ?? [])).toEqual(ids);
    expect(messages[1]).toMatchObject({ content: '', tool_calls: [{ function: { name: 'f', arguments: '{}' } }, {}] });
  });

  it('puts an answer between a result and the next words of the user, and moves images of results there', () => {
    const image = { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } };
    const { body, dropped } = convert({
      messages: [
        {
          role: 'assistant',
          tool_calls: [{ id: 'abcdefghi', type: 'function', function: { name: 'f', arguments: '{}' } }],
        },
        { role: 'tool', tool_call_id: 'abcdefghi', content: [{ type: 'text', text: 'here' }, image] },
        user('What is it?'),
      ],
    });
    expect((body['messages'] as JsonObject[]).slice(1)).toEqual([
      { role: 'tool', tool_call_id: 'abcdefghi', content: 'here' },
      { role: 'assistant', content: 'OK' },
      { role: 'user', content: [image] },
      { role: 'user', content: 'What is it?' },
    ]);
    expect(dropped).toEqual(['messages']);
  });

  it('marks an answer that shall be continued', () => {
    const { body } = convert({ messages: [user('?'), { role: 'assistant', content: 'The answer' }] });
    expect(body['messages']).toContainEqual({ role: 'assistant', content: 'The answer', prefix: true });
  });

  it('offers only the allowed tools', () => {
    const { body, dropped } = convert({
      messages: [user('?')],
      tools: [ADD, tool('sub', '', { type: 'object' })],
      tool_choice: {
        type: 'allowed_tools',
        allowed_tools: { mode: 'required', tools: [{ type: 'function', function: { name: 'add' } }] },
      },
    });
    expect(body).toMatchObject({ tools: [ADD], tool_choice: 'any' });
    expect(dropped).toEqual(['tool_choice']);
  });

  it('takes legacy functions for tools, with an empty schema where they have none', () => {
    const { body } = convert({ messages: [user('?')], functions: [{ name: 'now' }], function_call: 'auto' });
    expect(body).toMatchObject({
      tools: [{ type: 'function', function: { name: 'now', parameters: { type: 'object', properties: {} } } }],
      tool_choice: 'auto',
    });
  });

  it('lets a temperature of 0 decide alone', () => {
    const { body, dropped } = convert({ messages: [user('?')], temperature: 0, top_p: 0.5 });
    expect(body).not.toHaveProperty('top_p');
    expect(dropped).toEqual(['top_p']);
  });

  it.each<[string, JsonObject]>([
    ['logit_bias', { logit_bias: { 1: 2 } }],
    ['logprobs', { logprobs: true }],
    ['top_logprobs', { top_logprobs: 2 }],
    ['audio', { audio: { voice: 'alloy' } }],
    ['modalities', { modalities: ['audio', 'text'] }],
    ['web_search_options', { web_search_options: {} }],
    ['messages[0].content[0].file.file_id', { messages: [user([{ type: 'file', file: { file_id: 'file-1' } }])] }],
  ])('refuses %s', (param, json) => {
    const refused = () => convert({ messages: [user('?')], ...json });
    expect(refused).toThrow(UnsupportedParameterError);
    expect(refused).toThrow(expect.objectContaining({ param, status: 400 }));
  });
});
