import { framesOf, recordingsOf, vendorReply, type Recording } from '../../../../test/support/recordings.js';
import { UpstreamError, type FailureKind, type UpstreamFailure } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import { readErrorFrame } from '../../vendor-words.js';
import { readError } from './read-error.js';

const read = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  readError({ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) });

const recordings = ['openai', 'deepseek', 'openrouter', 'xai', 'together', 'ollama', 'groq', 'azure'].flatMap(
  recordingsOf,
);

describe('errors as recorded', () => {
  const kinds: Record<number, FailureKind> = {
    400: 'request-rejected',
    401: 'credentials-rejected',
    403: 'credentials-rejected',
    404: 'request-rejected',
    429: 'rate-limited',
  };
  const refusals = recordings.filter(({ response }) => response.status >= 400);

  it('are many', () => expect(refusals.length).toBeGreaterThan(35));

  it.each(refusals.map((recording): [string, Recording] => [recording.id, recording]))('%s', (_id, recording) => {
    const failure = readError(vendorReply(recording));
    const { status } = recording.response;
    expect(failure.kind).toBe(kinds[status]);
    const stated = recording.response.json?.['error'] as Record<string, unknown>;
    if (failure.kind === 'request-rejected') {
      expect(failure).toMatchObject({ status, message: stated['message'] });
      if (typeof stated['code'] === 'string' && !/^\d+$/.test(stated['code']))
        expect(failure.code).toBe(stated['code']);
      else expect(failure.code ?? 'none').not.toMatch(/^\d/);
    }
    if (failure.kind === 'credentials-rejected') expect(failure.message).not.toMatch(/sk-|your|\*\*\*/i);
    expect(new UpstreamError(failure).status).toBe(status === 401 || status === 403 ? 502 : status);
  });
});

describe('the shapes of error bodies', () => {
  it.each([
    [
      { error: { message: 'no', code: 'c', type: 't', param: 'p' } },
      { message: 'no', code: 'c', type: 't', param: 'p' },
    ],
    [
      { error: 'no', code: 'c' },
      { message: 'no', code: 'c' },
    ],
    [
      { message: 'no', type: 't', code: 400 },
      { message: 'no', type: 't', code: null },
    ],
    [{ error: { message: 'no', code: '400' } }, { message: 'no', code: null }],
    [{ detail: 'no' }, { message: 'no' }],
    [{ detail: [{ loc: ['body', 'messages', 0, 'role'], msg: 'no' }] }, { message: 'no', param: 'messages[0].role' }],
    [{ errors: [{ message: 'no', code: 7003 }] }, { message: 'no', code: null }],
    [[{ error: { message: 'no', code: 400, status: 'INVALID_ARGUMENT' } }], { message: 'no', code: null }],
    ['no', { message: 'no' }],
    [{ error: { message: 'Provider returned error', metadata: { raw: 'no' } } }, { message: 'no' }],
  ])('%j', (body, expected) => {
    expect(read(400, body)).toMatchObject({ kind: 'request-rejected', status: 400, ...expected });
  });

  it.each([
    '',
    '<html><body>Bad gateway at 10.0.0.1</body></html>',
    '{"error":',
    'null',
    '[]',
    '{}',
    '{"error":null}',
    '{"error":{}}',
  ])('says something of its own for %j', (body) => {
    expect(read(400, body).message).toBe('The provider refused the request (400).');
  });
});

describe('statuses', () => {
  it.each<[number, FailureKind, number]>([
    [302, 'invalid-response', 502],
    [400, 'request-rejected', 400],
    [401, 'credentials-rejected', 502],
    [402, 'quota-exhausted', 429],
    [403, 'credentials-rejected', 502],
    [404, 'request-rejected', 404],
    [408, 'timeout', 504],
    [409, 'overloaded', 502],
    [413, 'request-rejected', 413],
    [422, 'request-rejected', 400],
    [429, 'rate-limited', 429],
    [498, 'overloaded', 502],
    [500, 'overloaded', 502],
    [503, 'overloaded', 502],
    [504, 'timeout', 504],
    [524, 'timeout', 504],
    [529, 'overloaded', 502],
  ])('%d is %s, for the caller %d', (status, kind, callers) => {
    const failure = read(status, { error: { message: 'no' } });
    expect(failure.kind).toBe(kind);
    expect(new UpstreamError(failure).status).toBe(callers);
  });

  it('keeps the words of a server error to itself', () => {
    expect(read(500, { error: { message: 'worker 10.0.0.7 crashed' } }).message).not.toContain('10.0.0.7');
  });
});

describe('what hides under other statuses', () => {
  it('a quota under 429', () => {
    expect(read(429, { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } }).kind).toBe(
      'quota-exhausted',
    );
    expect(read(429, { error: { message: 'slow down', type: 'tokens', code: 'rate_limit_exceeded' } })).toMatchObject({
      kind: 'rate-limited',
      type: 'tokens',
    });
  });

  it('a bad key under 400', () => {
    const body = [{ error: { code: 400, message: 'API key not valid. Please pass a valid API key.' } }];
    expect(read(400, body).kind).toBe('credentials-rejected');
  });

  it.each([
    "This model's maximum context length is 8192 tokens.",
    'prompt too long; exceeded max context length by 9 tokens',
    'The input token count (9) exceeds the maximum',
    'Prompt is too long for model',
  ])('a conversation that is too long: %j', (message) => {
    expect(read(400, { error: { message, code: null } })).toMatchObject({
      code: 'context_length_exceeded',
      param: 'messages',
    });
  });

  it.each(['model "x" not found, try pulling it first', 'The model `x` does not exist.', 'Model a/b does not exist'])(
    'a missing model without a code: %j',
    (message) => {
      expect(read(404, { error: { message } })).toMatchObject({ status: 404, code: 'model_not_found' });
    },
  );

  it('but no missing model in a wrong URL', () => {
    expect(read(404, { error: { message: 'Resource not found' } }).code).toBeNull();
    expect(read(404, '<html>404</html>').code).toBeNull();
  });
});

const MIDNIGHT = new Date(1_795_500_000_000).toUTCString();

describe('retry-after', () => {
  const after = (headers: Record<string, string>, message = 'slow') =>
    read(429, { error: { message } }, headers).retryAfterMs;

  it.each([
    [{ 'retry-after': '2' }, 2_000],
    [{ 'retry-after': '1', 'retry-after-ms': '0' }, 1_000],
    [{ 'retry-after': '1', 'retry-after-ms': '1500' }, 1_500],
    [{ 'retry-after-ms': '250' }, 250],
    [{ 'retry-after': 'Tue, 24 Nov 2026 06:00:30 GMT', date: 'Tue, 24 Nov 2026 06:00:00 GMT' }, 30_000],
    [{ 'retry-after': 'soon' }, null],
    [{ 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '6m0.5s' }, 360_500],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '48ms' }, 48],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': '7' }, 7_000],
    [{ 'x-ratelimit-remaining-tokens': '90', 'x-ratelimit-reset-tokens': '7s' }, null],
    [{ 'x-ratelimit-remaining-tokens': '0', 'x-ratelimit-reset-tokens': 'later' }, null],
    [{ 'retry-after': '1', 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '9s' }, 1_000],
    [{ 'retry-after': '-5' }, null],
    [{ 'retry-after': '99999999999999999999' }, null],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '7' }, 7_000],
    [{ 'x-ratelimit-remaining-requests-day': '0', 'x-ratelimit-reset-requests-day': '33011.5' }, 33_011_500],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795500030', date: MIDNIGHT }, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795500030000', date: MIDNIGHT }, 30_000],
    [{ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1795400000', date: MIDNIGHT }, 0],
    [{ 'x-ratelimit-reset': '60' }, null],
    [{}, null],
  ])('%j is %p ms', (headers: Record<string, string>, expected) => {
    expect(after(headers)).toBe(expected);
  });

  it('is read from the message where no header says it', () => {
    expect(after({}, 'Rate limit reached. Please try again in 6m0.5s. Visit')).toBe(360_500);
    expect(after({}, 'Please try again in 120ms.')).toBe(120);
    expect(after({ 'retry-after': '3' }, 'Please try again in 120ms.')).toBe(3_000);
  });

  it("is read from Google's details, and from the headers that OpenRouter shows", () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '2.5s' }];
    expect(read(429, [{ error: { code: 429, message: 'no', details } }]).retryAfterMs).toBe(2_500);
    const metadata = { headers: { 'X-RateLimit-Remaining': '0', 'X-RateLimit-Reset': '8' } };
    expect(read(429, { error: { code: 429, message: 'no', metadata } }).retryAfterMs).toBe(8_000);
  });
});

describe('errors inside a stream', () => {
  const readFrame = (frame: JsonObject) => readErrorFrame({ readError }, frame);

  it.each<[JsonObject, Partial<UpstreamFailure>]>([
    [{ error: { message: 'x', code: 429 } }, { kind: 'rate-limited' }],
    [{ error: { message: 'x', code: '503' } }, { kind: 'overloaded' }],
    [{ error: { message: 'x', code: 402 } }, { kind: 'quota-exhausted' }],
    [{ error: { message: 'x', type: 'requests', code: 'rate_limit_exceeded' } }, { kind: 'rate-limited' }],
    [{ error: { message: 'x', type: 'tokens' } }, { kind: 'rate-limited' }],
    [{ error: { message: 'wait, try again in 6s', type: 'rate_limit_error' } }, { retryAfterMs: 6_000 }],
    [{ error: { message: 'x', code: 'insufficient_quota' } }, { kind: 'quota-exhausted' }],
    [
      { error: { message: 'x', type: 'invalid_request_error', code: 'invalid_api_key' } },
      { kind: 'credentials-rejected' },
    ],
    [{ error: { message: 'x', type: 'timeout' } }, { kind: 'timeout' }],
    [
      { error: { message: 'x', type: 'invalid_request_error', code: 'context_length_exceeded' } },
      { kind: 'request-rejected', code: 'context_length_exceeded' },
    ],
    [
      { error: { message: 'x', type: 'invalid_request_error', code: 'content_policy_violation' } },
      { kind: 'request-rejected', code: 'content_policy_violation' },
    ],
    [{ error: { message: 'x', code: 'model_not_found' } }, { kind: 'request-rejected', status: 404 }],
    [{ error: { message: 'x', code: 'invalid_prompt', status_code: 400 } }, { kind: 'request-rejected' }],
    [{ object: 'error', message: 'too big', type: 'BadRequestError', code: 400 }, { kind: 'request-rejected' }],
    [{ type: 'error', message: 'x', code: 'server_error' }, { kind: 'overloaded' }],
    [{ error: { message: 'x', type: 'server_error', code: null } }, { kind: 'overloaded', vendorMessage: 'x' }],
    [{ error: 'x' }, { kind: 'overloaded', vendorMessage: 'x' }],
  ])('%j', (frame, expected) => {
    expect(readFrame(frame)).toMatchObject(expected);
  });

  it.each<JsonObject>([{ choices: [] }, { error: null, choices: [{}] }, { object: 'chat.completion.chunk' }])(
    '%j is none',
    (frame) => {
      expect(readFrame(frame)).toBeNull();
    },
  );

  it('as OpenRouter sent it', () => {
    const recording = recordings.find(({ id }) => id === 'openrouter-stream-error-stream-1');
    const frame = (recording && framesOf(recording))?.find((each) => each['error'] !== undefined);
    expect(readFrame(frame ?? {})).toMatchObject({ kind: 'request-rejected', message: 'Token limit reached' });
  });
});
