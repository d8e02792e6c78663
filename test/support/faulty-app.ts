import { APIError } from 'openai';
import { completion, completionFrames, FakeUpstream, json, sse } from './fake-upstream.js';
import { startApp, type TestApp } from './start-app.js';

export const messages = [{ role: 'user' as const, content: 'hi' }];
const FORMATS = ['openai', 'anthropic'] as const;
export type Format = (typeof FORMATS)[number];
export type Shape = 'whole' | 'stream';
export const SERVED: readonly (readonly [Format, Shape])[] = FORMATS.flatMap((format) => [
  [format, 'whole'] as const,
  [format, 'stream'] as const,
]);
/** One of them ends what stalls; what comes in time has as long as it wants, on a slow machine, too. */
const TIMEOUTS = { none: {}, head: { firstByteMs: 40 }, frame: { firstTokenMs: 40 }, idle: { idleMs: 40 } };
export type Timeout = keyof typeof TIMEOUTS;

/** What a caller's client made of one call, and what the call cost the vendors. */
export interface Seen {
  readonly requestId: string;
  /** The answer, or the status and code of its error; `…` where the answer had begun. */
  readonly outcome: string;
  /** Calls to the faulty vendor and to the good one. */
  readonly calls: string;
  readonly attempts: string | null;
}

/**
 * A gateway in front of a vendor that does what a test says, in each format, and of one that answers well. Its configs are
 * `<format>-<timeout>-alone`, `-followed` by the good one, `<format>-none-third` with the good one behind two faulty
 * ones, and `<format>-policy`.
 */
export class FaultyApp {
  private keys = 0;

  private constructor(
    readonly app: TestApp,
    readonly faulty: FakeUpstream,
    readonly good: FakeUpstream,
  ) {}

  static async start(): Promise<FaultyApp> {
    const [faulty, good] = await Promise.all([FakeUpstream.start(), FakeUpstream.start()]);
    good.respond = (call, reply) =>
      (call.body.includes('"stream":true') ? sse(completionFrames) : json(completion))(call, reply);
    const started = new FaultyApp(await startApp({ retryMaxAttempts: 3, retryMaxDelayMs: 5 }), faulty, good);
    const spare = await started.variant('good', (await started.app.provider('good', `${good.url}/v1`)).id);
    for (const format of FORMATS) await started.configure(format, spare);
    return started;
  }

  async stop(): Promise<void> {
    await this.app.stop();
    await Promise.all([this.faulty.close(), this.good.close()]);
  }

  /** By the official client as it comes, with its own retries. */
  async call(format: Format, shape: Shape, model: string): Promise<Seen> {
    await this.renew(format);
    let headers = new Headers();
    const noted: typeof fetch = async (...input) => {
      const response = await fetch(...input);
      ({ headers } = response);
      return response;
    };
    const outcome = await this.read(shape, model, noted);
    return {
      requestId: headers.get('x-llmops-request-id') ?? '',
      outcome,
      calls: this.calls,
      attempts: headers.get('x-llmops-attempts'),
    };
  }

  /** With new credentials a provider's health and its budget of retries are new as well. */
  async renew(format: Format): Promise<void> {
    await this.app.admin('PATCH', `/providers/${format}`, { credentials: { apiKey: `key-${++this.keys}` } });
    this.faulty.calls.length = 0;
    this.good.calls.length = 0;
  }

  get calls(): string {
    return `${this.faulty.calls.length}+${this.good.calls.length}`;
  }

  /** Each attempt of a record: why it was made, and how it ended. */
  async story(requestId: string): Promise<string> {
    const row = await this.app.logOf(requestId);
    const attempts = (row['attempts'] ?? []) as readonly Record<'reason' | 'because' | 'error', string | null>[];
    return attempts.map(({ reason, because, error }) => `${reason} ${because ?? '-'} ${error ?? 'ok'}`).join(', ');
  }

  private async configure(format: Format, spare: string): Promise<void> {
    const [fields, path] = format === 'openai' ? [{}, '/v1'] : [{ vendor: 'anthropic' }, ''];
    const { id } = await this.app.provider(format, `${this.faulty.url}${path}`, fields);
    for (const [name, timeouts] of Object.entries(TIMEOUTS)) {
      const main = await this.variant(`${format} ${name}`, id, timeouts);
      await this.config(`${format}-${name}-alone`, [main]);
      await this.config(`${format}-${name}-followed`, [main, spare]);
      if (name !== 'none') continue;
      await this.config(`${format}-none-third`, [main, main, spare]);
      await this.config(`${format}-policy`, [main, spare], { fallbackOn: ['content_policy'] });
    }
  }

  private async variant(name: string, providerId: string, timeouts: object = {}): Promise<string> {
    const version = { providerId, model: 'claude-sonnet-4-5', timeouts };
    return (await this.app.admin<{ id: string }>('POST', '/variants', { name, version })).id;
  }

  private async config(slug: string, [first, ...rest]: readonly string[], fields: object = {}): Promise<void> {
    const { id } = await this.app.admin<{ id: string }>('POST', '/configs', { name: slug, slug });
    await this.app.admin('POST', `/configs/${id}/rules`, {
      environmentId: this.app.environmentId,
      split: [{ variantId: first, weight: 10_000 }],
      fallbacks: rest.map((variantId) => ({ variantId })),
      ...fields,
    });
  }

  private async read(shape: Shape, model: string, noted: typeof fetch): Promise<string> {
    const client = this.app.openai({ fetch: noted, maxRetries: 2 });
    let text = '';
    try {
      if (shape === 'whole') {
        const { choices } = await client.chat.completions.create({ model, messages });
        return `${choices[0]?.message.content} ${choices[0]?.finish_reason}`;
      }
      let finish: string | null = 'truncated';
      for await (const { choices } of await client.chat.completions.create({ model, messages, stream: true })) {
        text += choices[0]?.delta.content ?? '';
        finish = choices[0]?.finish_reason ?? finish;
      }
      return `${text} ${finish}`;
    } catch (error) {
      if (!(error instanceof APIError)) throw error;
      return `${text === '' ? String(error.status) : '…'} ${error.code}`;
    }
  }
}
