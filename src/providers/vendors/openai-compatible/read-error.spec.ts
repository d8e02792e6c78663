import { framesOf, recordingsOf, vendorReply, type Recording } from '../../../../test/support/recordings.js';
import { UpstreamError, type FailureKind } from '../../../core/errors.js';
import { readError, readStreamError } from './read-error.js';

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
    [{}, null],
  ])('%j is %p ms', (headers: Record<string, string>, expected) => {
    expect(after(headers)).toBe(expected);
  });

  it('is read from the message where no header says it', () => {
    expect(after({}, 'Rate limit reached. Please try again in 6m0.5s. Visit')).toBe(360_500);
    expect(after({}, 'Please try again in 120ms.')).toBe(120);
    expect(after({ 'retry-after': '3' }, 'Please try again in 120ms.')).toBe(3_000);
  });
});

describe('errors inside a stream', () => {
  it.each<[unknown, FailureKind]>([
    [{ message: 'x', code: 429 }, 'rate-limited'],
    [{ message: 'x', code: 'invalid_prompt', status_code: 400 }, 'request-rejected'],
    [{ message: 'x', type: 'server_error', code: null }, 'overloaded'],
    ['x', 'overloaded'],
  ])('%j is %s', (error, kind) => {
    expect(readStreamError({ error: error as string }).kind).toBe(kind);
  });

  it('as OpenRouter sent it', () => {
    const recording = recordings.find(({ id }) => id === 'openrouter-stream-error-stream-1');
    const frame = (recording && framesOf(recording))?.find((each) => each['error'] !== undefined);
    expect(readStreamError(frame ?? {})).toMatchObject({
      kind: 'request-rejected',
      message: 'Token limit reached',
    });
  });
});
