import { recordingsOf, vendorReply } from '../../../../test/support/recordings.js';
import { collect, translate } from '../../../../test/support/translated-stream.js';
import { UpstreamError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';
import { readError } from './read-error.js';

const CONTEXT: ReplyContext = { model: 'm', fallbackId: 'chatcmpl-1', created: 1, request: {}, headers: {} };

const reply = (message: JsonObject, finish = 'stop') =>
  fromResponse({ id: 'x', choices: [{ index: 0, message, finish_reason: finish }] }, CONTEXT);

function stream(...events: JsonObject[]) {
  const text = events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
  return translate(fromStream(CONTEXT), Buffer.from(`${text}data: [DONE]\n\n`));
}

const delta = (delta: JsonObject, finish: string | null = null): JsonObject => ({
  id: 'x',
  choices: [{ index: 0, delta, finish_reason: finish }],
});

describe('replies of Mistral', () => {
  it('trap 14: content as an array becomes text and reasoning', () => {
    const content = [
      {
        type: 'thinking',
        thinking: [
          { type: 'text', text: 'hm, ' },
          { type: 'text', text: 'yes' },
        ],
        closed: true,
      },
      { type: 'text', text: 'Yes' },
      { type: 'reference', reference_ids: [1] },
      { type: 'text', text: '.' },
    ];
    expect(reply({ content })).toMatchObject({
      choices: [{ message: { content: 'Yes.', reasoning_content: 'hm, yes' } }],
    });
  });

  it('trap 2: calls without arguments have {}', () => {
    const call = (args: JsonObject['arguments']) => ({ id: 'a', function: { name: 'f', arguments: args } });
    const { choices } = reply({ content: '', tool_calls: [call(''), call({ a: 1 })] }, 'tool_calls') as {
      choices: JsonObject[];
    };
    expect(choices[0]?.['message']).toEqual({
      role: 'assistant',
      content: null,
      refusal: null,
      tool_calls: [
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{}' } },
        { id: 'a', type: 'function', function: { name: 'f', arguments: '{"a":1}' } },
      ],
    });
  });

  it("finishes in OpenAI's words", () => {
    expect(reply({ content: 'x' }, 'model_length')).toMatchObject({ choices: [{ finish_reason: 'length' }] });
    expect(reply({ content: 'x' }, 'new_word')).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
    expect(() => reply({ content: 'x' }, 'error')).toThrow(
      expect.objectContaining({ kind: 'model-failed', status: 502 }),
    );
  });

  it('trap 19: a 200 that is no answer is an error', () => {
    for (const body of [{}, { choices: [] }, { error: { message: 'x' } }, { object: 'error', message: 'x' }]) {
      expect(() => fromResponse(body, CONTEXT)).toThrow(UpstreamError);
    }
  });

  it('trap 4: audio is outside of prompt_tokens and inside of the total', () => {
    const audio = {
      prompt_tokens: 11,
      completion_tokens: 15,
      prompt_tokens_details: { audio_tokens: 375, cached_tokens: 9 },
    };
    const expected = {
      prompt_tokens: 386,
      completion_tokens: 15,
      total_tokens: 401,
      prompt_tokens_details: { cached_tokens: 9, audio_tokens: 375 },
    };
    expect(convertUsage({ ...audio, total_tokens: 401 })).toEqual(expected);
    expect(convertUsage({ ...audio, prompt_tokens: 386, total_tokens: 401 })).toEqual(expected);
    expect(convertUsage({})).toBeNull();
  });
});

describe('a stream of Mistral', () => {
  it('trap 14: finish and usage of one chunk become two', () => {
    const items = stream(delta({ role: 'assistant', content: '' }), {
      ...delta({ content: 'Hi' }, 'stop'),
      usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 },
    });
    expect(items.map((item) => JSON.parse(JSON.stringify(item)) as JsonObject)).toMatchObject([
      { choices: [{ delta: { role: 'assistant' }, finish_reason: null }] },
      { choices: [{ delta: { content: 'Hi' }, finish_reason: null }] },
      { choices: [{ delta: {}, finish_reason: 'stop' }] },
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1, total_tokens: 4 } },
    ]);
  });

  it('trap 2 and 14: calls in pieces, without type, index or arguments', () => {
    const collected = collect(
      stream(
        delta({ tool_calls: [{ id: 'aaaaaaaaa', function: { name: 'f', arguments: '{"a"' } }] }),
        delta({ tool_calls: [{ function: { arguments: ':1}' } }] }),
        delta({ tool_calls: [{ id: 'bbbbbbbbb', index: 0, function: { name: 'g', arguments: '' } }] }),
        delta({ tool_calls: [{ id: 'null', function: { name: 'h', arguments: '{}' } }] }, 'tool_calls'),
      ),
    );
    expect(collected.error).toBeNull();
    expect(collected.choices.get(0)?.toolCalls.map(({ name, arguments: text }) => [name, text])).toEqual([
      ['f', '{"a":1}'],
      ['g', '{}'],
      ['h', '{}'],
    ]);
    expect(collected.choices.get(0)?.finishReason).toBe('tool_calls');
  });

  it.each<[string, JsonObject, string]>([
    ['an error object', { object: 'error', message: 'Service unavailable', raw_status_code: 503 }, 'overloaded'],
    [
      'an error member',
      { error: { message: 'Requests rate limit exceeded', code: '1300', raw_status_code: 429 } },
      'rate-limited',
    ],
    ['a failed model', delta({}, 'error'), 'model-failed'],
  ])('ends with %s', (_, event, kind) => {
    const { error } = collect(stream(delta({ content: 'x' }), event, delta({ content: 'never seen' }, 'stop')));
    expect(error).toMatchObject({ kind });
  });

  it('trap 20: [DONE] before an answer is finished is no end', () => {
    expect(collect(stream()).error).toMatchObject({ kind: 'stream-broken' });
    expect(collect(stream(delta({ content: 'x' }))).error).toMatchObject({ kind: 'stream-broken' });
  });
});

describe('errors of Mistral', () => {
  const recorded = (id: string) => {
    const recording = recordingsOf('mistral').find((candidate) => candidate.id === id);
    if (recording === undefined) throw new Error(`no recording ${id}`);
    return readError(vendorReply(recording));
  };
  const read = (status: number, json: unknown, headers = {}) =>
    readError({ status, headers, body: JSON.stringify(json) });

  it('are read as recorded', () => {
    expect(recorded('mistral-error-400-1')).toEqual({
      kind: 'request-rejected',
      status: 404,
      code: 'model_not_found',
      param: 'model',
      message: 'Invalid model: definitely-not-a-model',
    });
    expect(recorded('mistral-error-401-1').kind).toBe('credentials-rejected');
    expect(recorded('mistral-models-error-401-1').kind).toBe('credentials-rejected');
    expect(recorded('mistral-embeddings-error-400-1')).toMatchObject({
      kind: 'request-rejected',
      status: 400,
      message: 'Too many inputs in request, split into more batches.',
    });
  });

  it('422 becomes 400, with the place of the fault', () => {
    const detail = [
      {
        type: 'extra_forbidden',
        loc: ['body', 'messages', 1, 'assistant', 'reasoning_content'],
        msg: 'Extra inputs are not permitted',
      },
    ];
    const expected = {
      kind: 'request-rejected',
      status: 400,
      param: 'messages[1].reasoning_content',
      message: 'Extra inputs are not permitted',
    };
    expect(read(422, { detail })).toMatchObject(expected);
    expect(read(422, { object: 'error', message: { detail }, type: 'invalid_request_error' })).toMatchObject(expected);
    expect(read(422, { object: 'error', message: 'Bad', param: 'n' })).toMatchObject({
      status: 400,
      param: 'n',
      message: 'Bad',
    });
  });

  it('tell limits, length and failures apart', () => {
    const limited = { object: 'error', message: 'Requests rate limit exceeded', type: 'rate_limited', code: '1300' };
    expect(read(429, limited, { 'retry-after': '7' })).toMatchObject({ kind: 'rate-limited', retryAfterMs: 7_000 });
    const long = 'Prompt contains 40000 tokens, too large for model with 32768 maximum context length';
    expect(read(400, { object: 'error', message: long, code: '3051' })).toMatchObject({
      code: 'context_length_exceeded',
      param: 'messages',
    });
    expect(read(402, {}).kind).toBe('quota-exhausted');
    expect(read(503, {}).kind).toBe('overloaded');
    expect(read(504, {}).kind).toBe('timeout');
    expect(readError({ status: 502, headers: {}, body: '<html>Bad gateway</html>' })).toMatchObject({
      kind: 'overloaded',
      message: 'The provider failed or is overloaded (502).',
    });
  });
});
