import { UnsupportedParameterError } from '../../core/errors.js';
import { JsonBody } from '../../core/json-body.js';
import type { JsonObject, JsonValue } from '../../core/json.js';
import type { ContinuesText } from '../../providers/provider-strategy.js';
import { chatCompletions } from '../endpoints/chat-completions.js';
import { completions } from '../endpoints/completions.js';
import { readRequest } from '../endpoints/read-request.js';
import { continueCall, mayBeContinued } from './continue-call.js';

const USER = { role: 'user', content: 'Hi' };
const BEGUN = { text: 'A fox', tokens: 3 };
const marked: ContinuesText = (model) => (model === 'm' ? { marks: { prefix: true }, repeats: true } : null);

function go(fields: JsonObject = {}, { text = BEGUN.text, continuesText = marked, model = 'm' } = {}) {
  const body = JsonBody.of({ model, messages: [USER], ...fields });
  const given = { endpoint: 'chat/completions', model, stream: true, body } as const;
  const { call, dropped } = continueCall(given, { ...BEGUN, text }, { continuesText });
  return { json: call.body.toObject(), dropped, isSame: call === given };
}

/** Each leaves no one text to go on with. */
const OTHER_THAN_TEXT: readonly JsonObject[] = [
  { n: 2 },
  { logprobs: true },
  { response_format: { type: 'json_object' } },
  { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: {} } } },
  { modalities: ['text', 'audio'] },
];
const TEXT: readonly JsonObject[] = [
  {},
  { n: 1, logprobs: false, response_format: { type: 'text' }, modalities: ['text'] },
  { n: null, logprobs: null, response_format: null, modalities: null },
];

describe('mayBeContinued', () => {
  const read = (json: JsonObject, endpoint = chatCompletions) =>
    mayBeContinued(readRequest(endpoint, Buffer.from(JSON.stringify({ model: '@a/b', stream: true, ...json })), null));

  it.each(TEXT)('yes: %j', (fields) => expect(read({ messages: [USER], ...fields })).toBe(true));

  it.each([{ stream: false }, ...OTHER_THAN_TEXT])('no: %j', (fields) =>
    expect(read({ messages: [USER], ...fields })).toBe(false),
  );

  it('only of a chat', () => expect(read({ prompt: 'Hi' }, completions)).toBe(false));
});

describe('continueCall', () => {
  it.each(TEXT)('puts the beginning behind the conversation, with the vendor’s mark: %j', (fields) => {
    const { json, dropped } = go(fields);
    expect(json).toEqual({
      ...{ model: 'm', ...fields },
      messages: [USER, { role: 'assistant', content: 'A fox', prefix: true }],
    });
    expect(dropped).toEqual([]);
  });

  it.each<[JsonObject, JsonObject]>([
    [{ max_tokens: 10 }, { max_tokens: 7 }],
    [{ max_completion_tokens: 10 }, { max_completion_tokens: 7 }],
    // One token is the least that can be asked for.
    [{ max_tokens: 3 }, { max_tokens: 1 }],
    [{ max_tokens: 2 }, { max_tokens: 1 }],
    [{ max_tokens: null }, { max_tokens: null }],
  ])('leaves so much to write: %j', (fields, expected) => expect(go(fields).json).toMatchObject(expected));

  it.each<[string, JsonValue]>([
    ['reasoning_effort', 'high'],
    ['reasoning_effort', 'minimal'],
    ['reasoning', { effort: 'low' }],
    ['reasoning', { enabled: true }],
    ['thinking', { type: 'enabled', budget_tokens: 2_000 }],
    ['thinking_config', { thinking_budget: -1 }],
    ['thinking_config', { thinking_budget: 500, include_thoughts: true }],
  ])('asks for no more thoughts: %s %j', (name, value) => {
    const { json, dropped } = go({ [name]: value });
    expect(json).not.toHaveProperty(name);
    expect(dropped).toEqual([name]);
  });

  it.each<[string, JsonValue]>([
    ['reasoning_effort', 'none'],
    ['reasoning_effort', null],
    ['reasoning', { effort: 'none' }],
    ['reasoning', { enabled: false }],
    ['reasoning', { max_tokens: 0 }],
    ['thinking', { type: 'disabled' }],
    ['thinking_config', { thinking_budget: 0 }],
    ['thinking_config', { thinkingBudget: 0 }],
  ])('keeps what turns them off: %s %j', (name, value) => {
    const { json, dropped } = go({ [name]: value });
    expect(json[name]).toEqual(value);
    expect(dropped).toEqual([]);
  });

  it.each<[string, () => unknown]>([
    ['what is not one text', () => OTHER_THAN_TEXT.map((fields) => go(fields))],
    ['a model that begins anew', () => go({}, { model: 'other' })],
    ['a second beginning', () => go({ messages: [USER, { role: 'assistant', content: 'A' }] })],
    ['no conversation', () => go({ messages: null })],
  ])('refuses %s', (_name, act) => expect(act).toThrow(UnsupportedParameterError));

  it.each(OTHER_THAN_TEXT)('refuses %j, as a variant may set it', (fields) =>
    expect(() => go(fields, { text: '' })).toThrow(expect.objectContaining({ param: 'messages' })),
  );

  it('changes nothing where no text was sent: any model may begin', () => {
    expect(go({ max_tokens: 5, reasoning_effort: 'high' }, { text: '', model: 'other' })).toMatchObject({
      isSame: true,
      dropped: [],
    });
  });
});

it('is refused by an adapter that says nothing of it', () => {
  const call = {
    endpoint: 'chat/completions',
    model: 'm',
    stream: true,
    body: JsonBody.of({ messages: [USER] }),
  } as const;
  expect(() => continueCall(call, BEGUN, {})).toThrow(UnsupportedParameterError);
});
