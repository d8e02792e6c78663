import { expectMetricsOfLog, sumOf } from '../support/metrics.js';
import { completion, json, type Responder, sse } from '../support/fake-upstream.js';
import { FaultyApp, type Format, messages, SERVED, type Shape, type Timeout } from '../support/faulty-app.js';
import { cutAt, event, type Manner, type Point, POINTS, WIRES } from '../support/faulty-vendor.js';
import { waitFor } from '../support/start-app.js';

let wall: FaultyApp;
/** Calls whose records are looked at together, since each takes a moment to arrive: what was done, and what it says. */
const recorded: { readonly requestId: string; readonly expected: string }[] = [];

beforeAll(async () => {
  wall = await FaultyApp.start();
});

afterAll(() => wall.stop());

const TRIGGERS: Readonly<Record<string, string>> = {
  upstream_timeout: 'timeout',
  rate_limit_exceeded: 'rate_limited',
  insufficient_quota: 'quota',
  upstream_credentials_rejected: 'credentials',
};

/** What holds for every failure before an answer begins, alone, followed by a good target, and twice before one. */
async function expectFailure(format: Format, shape: Shape, failure: Failure, timeout: Timeout = 'none'): Promise<void> {
  const { error, tries } = failure;
  const code = error.slice(4);
  const trigger = TRIGGERS[code] ?? 'unavailable';
  const ends = [`first - ${code}`, ...Array.from({ length: tries - 1 }, () => `retry ${trigger} ${code}`)];
  const alone = await wall.call(format, shape, `@config/${format}-${timeout}-alone`);
  expect(alone).toMatchObject({ outcome: error, calls: `${tries}+0`, attempts: String(tries) });
  const followed = await wall.call(format, shape, `@config/${format}-${timeout}-followed`);
  expect(followed).toMatchObject({ outcome: 'Hello. stop', calls: `${tries}+1`, attempts: String(tries + 1) });
  recorded.push({ requestId: followed.requestId, expected: [...ends, `fallback ${trigger} ok`].join(', ') });
  if (tries > 1) recorded.push({ requestId: alone.requestId, expected: ends.join(', ') });
}

interface Failure {
  /** Status and code. */
  readonly error: string;
  readonly tries: number;
}

const NO_ANSWER = 'upstream_invalid_response';
/** Where a stream has begun as one: a comment of OpenAI's is not yet part of it, an event of Anthropic's is. */
const BEGUN: Readonly<Record<Format, ReadonlySet<Point>>> = {
  openai: new Set(['in the first frame']),
  anthropic: new Set(['before the first frame', 'in the first frame']),
};
/** A limit, what is left of it, and when it comes back. */
const RESET: Readonly<Record<Format, (at: string, left?: string) => Record<string, string>>> = {
  openai: (_, left = '0') => ({ 'x-ratelimit-remaining-requests': left, 'x-ratelimit-reset-requests': '1m0s' }),
  anthropic: (at, left = '0') => ({
    'anthropic-ratelimit-requests-remaining': left,
    'anthropic-ratelimit-requests-reset': new Date(at).toISOString(),
  }),
};

const openAiError = (error: object) => `data: ${JSON.stringify({ error: { message: 'no', ...error } })}\n\n`;
const claudeError = (type: string) => event({ type: 'error', error: { type, message: 'no' } });

const USED = { input_tokens: 10, output_tokens: 1 };
const chunk = (delta: object, finish: string | null) =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;

const timeoutAt = (point: Point, shape: Shape): Timeout => {
  const at = POINTS.indexOf(point);
  if (at < 2) return 'head';
  return shape === 'stream' && at < 5 ? 'frame' : 'idle';
};

describe.each(SERVED)('%s, %s', (format, shape) => {
  const wire = WIRES[format][shape];
  const inTheAnswer = (point: Point) => shape === 'stream' && POINTS.indexOf(point) >= 5;

  it.each(POINTS.filter((point) => !inTheAnswer(point)))('a connection that breaks %s', async (point) => {
    for (const manner of ['reset', 'closed'] as const) {
      wall.faulty.respond = cutAt(point, manner, wire);
      await expectFailure(format, shape, { error: '502 upstream_unreachable', tries: 3 });
    }
  });

  it.each(POINTS.filter((point) => !inTheAnswer(point)))('a vendor that stalls %s', async (point) => {
    wall.faulty.respond = cutAt(point, 'stalled', wire);
    await expectFailure(format, shape, { error: '504 upstream_timeout', tries: 3 }, timeoutAt(point, shape));
    await wall.faulty.last.closed;
  });

  it.each(POINTS.filter((point) => !inTheAnswer(point)).slice(2))(
    'an answer that ends in silence %s',
    async (point) => {
      wall.faulty.respond = cutAt(point, 'silent', wire);
      // Half a frame of a stream is its vendor's failure; half a JSON, or nothing, is no answer.
      const isHalf = shape === 'stream' && BEGUN[format].has(point);
      await expectFailure(format, shape, { error: `502 ${isHalf ? 'upstream_error' : NO_ANSWER}`, tries: 3 });
    },
  );

  it.each([
    [500, '502 upstream_error'],
    [502, '502 upstream_error'],
    [503, '502 upstream_error'],
    [529, '502 upstream_error'],
    [409, '502 upstream_error'],
    [408, '504 upstream_timeout'],
  ])('status %d', async (status, error) => {
    wall.faulty.respond = json({ error: { message: 'no' } }, status);
    await expectFailure(format, shape, { error, tries: 3 });
  });

  const soon = new Date().toUTCString();
  const later = new Date(Date.now() + 3_600_000).toUTCString();
  it.each<[string, Record<string, string>, number]>([
    ['no hint', {}, 3],
    ['no wait', { 'retry-after': '0' }, 3],
    ['a short wait in milliseconds', { 'retry-after-ms': '2' }, 3],
    ['a date that is over', { 'retry-after': soon }, 3],
    ['many seconds', { 'retry-after': '30' }, 1],
    ['a date an hour ahead', { 'retry-after': later }, 1],
    ['many milliseconds', { 'retry-after-ms': '30000' }, 1],
    ['a limit that comes back later', RESET[format](later), 1],
    ['a limit of which something is left', RESET[format](later, '5'), 3],
  ])('429 with %s', async (_, headers, tries) => {
    wall.faulty.respond = json({ error: { message: 'slow down' } }, 429, headers);
    await expectFailure(format, shape, { error: '429 rate_limit_exceeded', tries });
  });

  it.each<[string, Responder, string]>([
    ['a page with 200', json('<html>Welcome</html>', 200, { 'content-type': 'text/html' }), NO_ANSWER],
    ['a page with 502', json('<html>Bad</html>', 502, { 'content-type': 'text/html' }), 'upstream_error'],
    ['garbage', json('\u0001\u0002{"a', 200), NO_ANSWER],
    ['nothing', json('', 200), NO_ANSWER],
    ['an empty object', json({}, 200), NO_ANSWER],
    ['an error with 200', json({ type: 'error', error: { type: 'api_error', message: 'no' } }, 200), NO_ANSWER],
  ])('%s', async (_, respond, code) => {
    wall.faulty.respond = respond;
    await expectFailure(format, shape, { error: `502 ${code}`, tries: 3 });
  });

  it('the third target, after two that fail', async () => {
    wall.faulty.respond = cutAt('in the first frame', 'reset', wire);
    const seen = await wall.call(format, shape, `@config/${format}-none-third`);
    expect(seen).toMatchObject({ outcome: 'Hello. stop', calls: '6+1', attempts: '7' });
  });

  it('the second model of a direct call', async () => {
    wall.faulty.respond = cutAt('after the head', 'closed', wire);
    const models = [`@${format}/claude-sonnet-4-5`, '@good/m'];
    const reply = await fetch(`${wall.app.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${wall.app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ models, messages, stream: shape === 'stream' }),
    });
    expect(reply.headers.get('x-llmops-provider')).toBe('good');
    expect(await reply.text()).toContain(shape === 'stream' ? 'data: [DONE]' : 'Hello.');
  });

  it('a caller who leaves while its vendor is silent: no one is called any more', async () => {
    wall.faulty.respond = cutAt('after the head', 'stalled', wire);
    await wall.renew(format);
    const leaving = new AbortController();
    const asked = wall.app
      .openai()
      .chat.completions.create(
        { model: `@config/${format}-none-followed`, messages, stream: shape === 'stream' },
        { signal: leaving.signal },
      );
    const left = expect(asked).rejects.toThrow(/abort/i);
    await waitFor(() => (wall.faulty.calls.length > 0 ? true : undefined));
    leaving.abort();
    await left;
    await wall.faulty.last.closed;
    expect(wall.calls).toBe('1+0');
  });
});

describe('an answer that has begun', () => {
  it.each(
    (['openai', 'anthropic'] as const).flatMap((format) => POINTS.slice(5).map((point) => [format, point] as const)),
  )('of %s that breaks %s: its caller is told, and no one is called again', async (format, point) => {
    for (const manner of ['reset', 'closed', 'silent', 'stalled'] as const satisfies readonly Manner[]) {
      wall.faulty.respond = cutAt(point, manner, WIRES[format].stream);
      const model = `@config/${format}-${manner === 'stalled' ? 'idle' : 'none'}-followed`;
      const seen = await wall.call(format, 'stream', model);
      expect([manner, seen]).toMatchObject([
        manner,
        { outcome: '… upstream_stream_broken', calls: '1+0', attempts: '1' },
      ]);
    }
  });
});

describe('an error as the first frame', () => {
  it.each<[Format, string, string, string, number]>([
    ['openai', 'an error', openAiError({}), '502 upstream_error', 3],
    ['openai', 'a rate limit', openAiError({ code: 'rate_limit_exceeded' }), '429 rate_limit_exceeded', 3],
    ['openai', 'an empty balance', openAiError({ code: 402 }), '429 insufficient_quota', 1],
    ['anthropic', 'an overload', claudeError('overloaded_error'), '502 upstream_error', 3],
    ['anthropic', 'a rate limit', claudeError('rate_limit_error'), '429 rate_limit_exceeded', 3],
  ])('of %s: %s', async (format, _, frame, error, tries) => {
    wall.faulty.respond = sse([frame]);
    await expectFailure(format, 'stream', { error, tries });
  });
});

describe('a refusal of the content inside a 200', () => {
  const filtered = {
    ...completion,
    choices: [{ index: 0, message: { role: 'assistant', content: null }, finish_reason: 'content_filter' }],
  };
  const refused = { type: 'message', role: 'assistant', content: [], stop_reason: 'refusal', usage: USED };
  const ANSWERS: Readonly<Record<Format, Readonly<Record<Shape, Responder>>>> = {
    openai: {
      whole: json(filtered),
      stream: sse([chunk({ role: 'assistant', content: '' }, null), chunk({}, 'content_filter'), 'data: [DONE]\n\n']),
    },
    anthropic: {
      whole: json(refused),
      stream: sse([
        event({ type: 'message_start', message: { ...refused, stop_reason: null } }),
        event({ type: 'message_delta', delta: { stop_reason: 'refusal' }, usage: USED }),
        event({ type: 'message_stop' }),
      ]),
    },
  };

  it.each(SERVED)(
    'of %s, %s: the next target answers where the rule names it, and only then',
    async (format, shape) => {
      wall.faulty.respond = ANSWERS[format][shape];
      const left = await wall.call(format, shape, `@config/${format}-policy`);
      expect(left).toMatchObject({ outcome: 'Hello. stop', calls: '1+1', attempts: '2' });
      recorded.push({ requestId: left.requestId, expected: 'first - content_filter, fallback content_policy ok' });
      const kept = await wall.call(format, shape, `@config/${format}-none-followed`);
      expect(kept).toMatchObject({ outcome: expect.stringMatching(/ content_filter$/) as unknown, calls: '1+0' });
    },
  );

  it('comes through a held begin of a stream that is an answer', async () => {
    wall.faulty.respond = sse(WIRES.anthropic.stream.pieces);
    const seen = await wall.call('anthropic', 'stream', '@config/anthropic-policy');
    expect(seen).toMatchObject({ outcome: 'Hello. stop', calls: '1+0' });
  });
});

it('each attempt stands in the record of its call', async () => {
  expect(recorded.length).toBeGreaterThan(200);
  for (const { requestId, expected } of recorded) expect(await wall.story(requestId)).toBe(expected);
});

it('and the metrics come to what the log does', async () => {
  const scraped = await expectMetricsOfLog(wall.app);
  const owners = ['vendor', 'operator', 'caller'].map((owner) =>
    sumOf(scraped, 'llmops_request_errors_total', { owner }),
  );
  expect(Math.min(...owners)).toBeGreaterThan(0);
  expect(sumOf(scraped, 'llmops_request_errors_total', { owner: 'gateway' })).toBe(0);
  const retried = ['unavailable', 'rate_limited'].map((because) =>
    sumOf(scraped, 'llmops_attempts_total', { reason: 'retry', because }),
  );
  expect(retried.some((count) => count > 0)).toBe(true);
  expect(sumOf(scraped, 'llmops_open_calls')).toBe(0);
  expect(sumOf(scraped, 'llmops_open_streams')).toBe(0);
});
