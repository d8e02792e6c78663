import { asReceived } from '../../../../test/support/defined.js';
import { collect, translate } from '../../../../test/support/translated-stream.js';
import { UpstreamError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { fromResponse } from './from-response.js';
import { fromStream } from './from-stream.js';

const CONTEXT: ReplyContext = { model: 'm', fallbackId: 'chatcmpl-1', created: 1, request: {}, headers: {} };

const candidate = (parts: JsonObject[], finishReason?: string, index?: number): JsonObject => ({
  candidates: [{ content: { role: 'model', parts }, ...(finishReason && { finishReason }), ...(index && { index }) }],
});
const text = (said: string): JsonObject => ({ text: said });
const call = (name: string, args?: JsonObject): JsonObject => ({ functionCall: { name, ...(args && { args }) } });
const whole = (body: JsonObject) => asReceived(fromResponse(body, CONTEXT)) as { choices: [JsonObject] };

function stream(...frames: JsonObject[]) {
  const bytes = Buffer.from(frames.map((frame) => `data: ${JSON.stringify(frame)}\r\n\r\n`).join(''));
  return collect(translate(fromStream(CONTEXT), bytes));
}

describe('replies of Gemini', () => {
  it('trap 10: STOP with calls finishes as tool_calls; calls without args have {}', () => {
    const reply = whole(candidate([text('Let me see.'), call('f'), call('g', { a: 1 })], 'STOP'));
    expect(reply.choices[0]).toMatchObject({
      finish_reason: 'tool_calls',
      message: {
        content: 'Let me see.',
        tool_calls: [
          { type: 'function', function: { name: 'f', arguments: '{}' } },
          { type: 'function', function: { name: 'g', arguments: '{"a":1}' } },
        ],
      },
    });
  });

  it('trap 10: a blocked prompt has no candidates, and MAX_TOKENS may have no content', () => {
    expect(whole({ promptFeedback: { blockReason: 'SAFETY' } }).choices).toEqual([
      {
        index: 0,
        message: { role: 'assistant', content: '', refusal: null },
        logprobs: null,
        finish_reason: 'content_filter',
      },
    ]);
    expect(whole({ candidates: [{ finishReason: 'MAX_TOKENS' }] }).choices[0]).toMatchObject({
      message: { content: '' },
      finish_reason: 'length',
    });
  });

  it('a call cut by the limit keeps length', () => {
    expect(whole(candidate([call('f')], 'MAX_TOKENS')).choices[0]['finish_reason']).toBe('length');
    expect(whole(candidate([text('a')], 'CONTINUATION')).choices[0]['finish_reason']).toBe('length');
  });

  it.each([
    ...['SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY', 'LANGUAGE', 'MODEL_ARMOR'],
  ])('%s finishes as content_filter', (reason) => {
    expect(whole(candidate([text('I')], reason)).choices[0]['finish_reason']).toBe('content_filter');
  });

  it.each(['MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'OTHER'])(
    '%s with nothing said is a failure',
    (reason) => {
      const failure = expect.objectContaining({ kind: 'model-failed', status: 502, code: 'upstream_invalid_response' });
      expect(() => whole(candidate([], reason))).toThrow(failure);
      expect(stream(candidate([], reason)).error).toMatchObject({ kind: 'model-failed' });
    },
  );

  it('unknown reasons, and OTHER after words, are stop', () => {
    expect(whole(candidate([text('I')], 'BRAND_NEW')).choices[0]['finish_reason']).toBe('stop');
    expect(whole(candidate([text('I')], 'OTHER')).choices[0]['finish_reason']).toBe('stop');
  });

  it('trap 19: a 200 that is no answer is an error', () => {
    for (const body of [{}, { candidates: [] }, { error: { code: 503, message: 'x', status: 'UNAVAILABLE' } }]) {
      expect(() => whole(body)).toThrow(UpstreamError);
    }
  });

  it('brings several choices, logprobs, images and signatures', () => {
    const reply = whole({
      candidates: [
        {
          content: { parts: [{ text: 'a', thoughtSignature: 'sig' }] },
          finishReason: 'STOP',
          logprobsResult: {
            chosenCandidates: [{ token: 'a', logProbability: -0.1 }],
            topCandidates: [
              {
                candidates: [
                  { token: 'a', logProbability: -0.1 },
                  { token: 'b', logProbability: -2 },
                ],
              },
            ],
          },
        },
        {
          content: { parts: [{ inlineData: { mimeType: 'image/png', data: 'AAAA' } }] },
          finishReason: 'STOP',
          index: 1,
        },
      ],
    });
    expect(reply.choices).toMatchObject([
      {
        index: 0,
        message: { content: 'a', extra_content: { google: { thought_signature: 'sig' } } },
        logprobs: { content: [{ token: 'a', logprob: -0.1, top_logprobs: [{}, { token: 'b', logprob: -2 }] }] },
      },
      {
        index: 1,
        message: { content: '', images: [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }] },
      },
    ]);
  });
});

describe('a stream of Gemini', () => {
  it('trap 10: usage of many frames is told once, the last word on each count; the end of the body is the end', () => {
    const { choices, usage, error } = stream(
      { ...candidate([text('a')]), usageMetadata: { promptTokenCount: 5, trafficType: 'ON_DEMAND' } },
      { ...candidate([text('b')], 'STOP'), usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2 } },
      { usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2, thoughtsTokenCount: 3, totalTokenCount: 10 } },
    );
    expect(error).toBeNull();
    expect(choices.get(0)).toMatchObject({ content: 'ab', finishReason: 'stop' });
    expect(usage).toMatchObject({ prompt_tokens: 5, completion_tokens: 5, total_tokens: 10 });
  });

  it('parallel calls over frames are counted on, with ids of their own', () => {
    const { choices } = stream(
      candidate([call('f', { a: 1 })]),
      candidate([call('f', { a: 2 }), call('g')]),
      candidate([], 'STOP'),
    );
    expect(choices.get(0)?.toolCalls.map(({ name, arguments: args }) => [name, args])).toEqual([
      ['f', '{"a":1}'],
      ['f', '{"a":2}'],
      ['g', '{}'],
    ]);
    expect(new Set(choices.get(0)?.toolCalls.map(({ id }) => id)).size).toBe(3);
    expect(choices.get(0)?.finishReason).toBe('tool_calls');
  });

  it('keeps choices apart', () => {
    const { choices } = stream(
      candidate([text('a')]),
      candidate([text('b')], 'STOP', 1),
      candidate([text('c')], 'MAX_TOKENS'),
    );
    expect(choices.get(0)).toMatchObject({ content: 'ac', finishReason: 'length' });
    expect(choices.get(1)).toMatchObject({ content: 'b', finishReason: 'stop' });
  });

  it('a blocked prompt ends as content_filter', () => {
    const { choices, error } = stream({ promptFeedback: { blockReason: 'PROHIBITED_CONTENT' } });
    expect(error).toBeNull();
    expect(choices.get(0)).toMatchObject({ content: '', finishReason: 'content_filter' });
  });

  it.each<[string, JsonObject[], string]>([
    ['nothing', [], 'stream-broken'],
    ['no finishReason', [candidate([text('a')])], 'stream-broken'],
    ['one choice unfinished', [candidate([text('a')], 'STOP'), candidate([text('b')], undefined, 1)], 'stream-broken'],
    ['an error', [candidate([text('a')]), { error: { code: 503, message: 'x', status: 'UNAVAILABLE' } }], 'overloaded'],
    [
      'an error of the caller',
      [{ error: { code: 400, message: 'Bad', status: 'INVALID_ARGUMENT' } }],
      'request-rejected',
    ],
    ['calls that broke', [candidate([], 'MALFORMED_FUNCTION_CALL'), { usageMetadata: {} }], 'model-failed'],
  ])('with %s is an error', (_, frames, kind) => {
    expect(stream(...frames).error).toMatchObject({ kind });
  });

  it('trap 11: an error in a list, or a body that is no event stream', () => {
    const read = (body: string) => collect(translate(fromStream(CONTEXT), Buffer.from(body))).error;
    expect(read('data: [{"error":{"code":429,"message":"slow down"}}]\n\n')).toMatchObject({ kind: 'rate-limited' });
    expect(read('[{"error":{"code":503}}]')).toMatchObject({ kind: 'stream-broken' });
    expect(read('<html>Bad gateway</html>')).toMatchObject({ kind: 'stream-broken' });
    expect(read('data: <html>\n\n')).toMatchObject({ kind: 'invalid-response' });
  });

  it('trap 18: characters cut in two, CRLF, comments, several data lines, a last event without a blank line', () => {
    const body =
      ': hello\r\ndata:{"candidates":[{"content":{"parts":[{"text":"東京"}]},\r\ndata: "finishReason":"STOP"}]}';
    const bytes = Buffer.from(body);
    for (let size = 1; size < 8; size++) {
      const { choices } = collect(translate(fromStream(CONTEXT), bytes, size));
      expect(choices.get(0)).toMatchObject({ content: '東京', finishReason: 'stop' });
    }
  });

  it('arguments by path: numbers, truth, nulls, quoted names, nothing that reaches a prototype', () => {
    const partial = (partialArgs: JsonObject[], willContinue = true): JsonObject => ({
      functionCall: { partialArgs, willContinue },
    });
    const { choices } = stream(
      candidate([{ functionCall: { name: 'f', willContinue: true } }]),
      candidate([
        partial([
          { jsonPath: '$.a.n', numberValue: 2 },
          { jsonPath: "$['b c'][1]", boolValue: false },
        ]),
      ]),
      candidate([
        partial([
          { jsonPath: '$.z', nullValue: 'NULL_VALUE' },
          { jsonPath: '$.__proto__.x', stringValue: 'y' },
        ]),
      ]),
      candidate([{ functionCall: {} }, call('g')], 'STOP'),
    );
    const [first, second] = choices.get(0)?.toolCalls ?? [];
    expect(first?.arguments).toBe('{"a":{"n":2},"b c":[null,false],"z":null,"__proto__":{"x":"y"}}');
    expect(({} as JsonObject)['x']).toBeUndefined();
    expect(second).toMatchObject({ name: 'g', arguments: '{}' });
  });
});
