import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EstimatedSide } from '../../src/observability/usage-estimate.js';
import { FakeClickhouse } from '../support/fake-clickhouse.js';
import { completion, completionFrames, FakeUpstream, json, type Responder, sse } from '../support/fake-upstream.js';
import { until } from '../support/log-fixture.js';
import { expectMetricsOfLog, scrape, sumOf } from '../support/metrics.js';
import { startApp, type TestApp } from '../support/start-app.js';

interface Shown {
  readonly estimated: EstimatedSide | null;
  readonly notEstimatedBecause: string | null;
  readonly tokens: { readonly input: number | null; readonly output: number | null };
  readonly cost: string | null;
  readonly priceIds: readonly string[] | null;
  readonly aborted: boolean;
}

const SECRET_WORDS = 'the magpie hid seventeen marbles';
const PROMPT = [{ role: 'user', content: SECRET_WORDS }];
/** Four for the frame of a message, three for the answer that is due, and those of the words. */
const PROMPT_TOKENS = 14;

const chunk = (delta: object) => `data: ${JSON.stringify({ ...CHUNK, choices: [{ index: 0, delta }] })}\n\n`;
const CHUNK = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1, model: 'gpt-4o-mini' };
const WORDS = Array.from({ length: 8 }, () => chunk({ content: ' word' }));
const withoutUsage = { ...completion, usage: undefined };
const claudeEvent = (event: { type: string }) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
const message = { id: 'msg_1', type: 'message', role: 'assistant', model: 'claude-haiku-4-5', content: [] };
const CLAUDE = [
  { type: 'message_start', message: { ...message, usage: { input_tokens: 1000, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  ...Array.from({ length: 8 }, () => ({
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: ' word' },
  })),
].map(claudeEvent);

describe('usage that the vendor does not count', () => {
  let vendor: FakeUpstream;
  let clickhouse: FakeClickhouse;
  let app: TestApp;
  beforeAll(async () => {
    [vendor, clickhouse] = await Promise.all([FakeUpstream.start(), FakeClickhouse.start()]);
    app = await startApp({ clickhouseUrl: clickhouse.url });
    await app.provider('a', `${vendor.url}/v1`);
    await app.provider('claude', vendor.url, { vendor: 'anthropic' });
  });
  afterAll(async () => {
    await app.stop();
    await Promise.all([vendor.close(), clickhouse.close()]);
  });

  interface Asked {
    readonly path?: string;
    readonly body: object;
    /** Leaves after so many bytes of the reply. */
    readonly readBytes?: number;
  }
  async function send(respond: Responder, { path = 'chat/completions', body, readBytes }: Asked): Promise<Response> {
    vendor.respond = respond;
    const leaving = new AbortController();
    const reply = await fetch(`${app.url}/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: '@a/gpt-4o-mini', ...body }),
      signal: leaving.signal,
    });
    if (readBytes === undefined) {
      await reply.text();
      return reply;
    }
    let read = 0;
    for await (const bytes of reply.body ?? []) {
      read += (bytes as Uint8Array).length;
      if (read >= readBytes) break;
    }
    leaving.abort();
    return reply;
  }
  const shown = (reply: Response) =>
    app.admin<Shown>('GET', `/requests/${reply.headers.get('x-llmops-request-id') ?? ''}`);
  /** The log as it is when the estimate has arrived. */
  async function estimateOf(respond: Responder, asked: Asked): Promise<Shown> {
    const reply = await send(respond, asked);
    expect(reply.headers.get('x-llmops-cost')).toBeNull();
    await app.logOf(reply.headers.get('x-llmops-request-id') ?? '');
    await until(async () => {
      const { estimated, notEstimatedBecause } = await shown(reply);
      return estimated !== null || notEstimatedBecause !== null;
    }, 'an estimate arrives');
    return shown(reply);
  }

  // At 0.15 and 0.60 USD per million.
  it.each<[string, Responder, Asked, number, string]>([
    ['of a host without usage', json(withoutUsage), { body: { messages: PROMPT } }, 2, '0.0000033'],
    [
      'of a stream without usage',
      sse([...WORDS, chunk({}), 'data: [DONE]\n\n']),
      { body: { messages: PROMPT, stream: true } },
      8,
      '0.0000069',
    ],
    [
      'of a stream that breaks',
      sse(WORDS, { end: 'cut' }),
      { body: { messages: PROMPT, stream: true } },
      8,
      '0.0000069',
    ],
    [
      'of a caller who leaves',
      sse(WORDS, { end: 'open' }),
      { body: { messages: PROMPT, stream: true }, readBytes: WORDS.join('').length },
      8,
      '0.0000069',
    ],
  ])('is estimated from the texts: %s', async (_what, respond, asked, output, cost) => {
    const { estimated, notEstimatedBecause, tokens, cost: shownCost, priceIds } = await estimateOf(respond, asked);
    expect({ estimated, notEstimatedBecause }).toEqual({ estimated: 'both', notEstimatedBecause: null });
    expect(tokens).toMatchObject({ input: PROMPT_TOKENS, output });
    expect(shownCost).toBe(cost);
    expect(priceIds).toHaveLength(2);
  });

  it('is estimated of all messages', async () => {
    const { tokens } = await estimateOf(json(withoutUsage), {
      body: { messages: [{ role: 'system', content: 'Be brief.' }, ...PROMPT] },
    });
    expect(tokens.input).toBe(PROMPT_TOKENS + 7);
  });

  it('keeps what the vendor has counted before it breaks off', async () => {
    const asked = { body: { model: '@claude/claude-haiku-4-5', messages: PROMPT, stream: true } };
    const { estimated, tokens, cost } = await estimateOf(sse(CLAUDE, { end: 'cut' }), asked);
    // 1,000 tokens at 1 USD and 8 at 5 USD per million.
    expect({ estimated, input: tokens.input, output: tokens.output, cost }).toEqual({
      estimated: 'output',
      input: 1000,
      output: 8,
      cost: '0.00104',
    });
  });

  it('is estimated for embeddings, of the prompt alone', async () => {
    const respond = json({ object: 'list', model: 'm', data: [{ object: 'embedding', index: 0, embedding: [0.5] }] });
    const body = { model: '@a/text-embedding-3-small', input: SECRET_WORDS };
    const { estimated, tokens, cost } = await estimateOf(respond, { path: 'embeddings', body });
    expect({ estimated, tokens, cost }).toMatchObject({
      estimated: 'input',
      tokens: { input: 7, output: null },
      cost: '0.00000014',
    });
  });

  it('is not guessed for images, and says why', async () => {
    const content = [{ type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } }];
    const { estimated, notEstimatedBecause, tokens, cost } = await estimateOf(json(withoutUsage), {
      body: { messages: [{ role: 'user', content }] },
    });
    expect({ estimated, notEstimatedBecause, cost }).toEqual({
      estimated: 'output',
      notEstimatedBecause: 'image_url_in_prompt',
      cost: null,
    });
    expect(tokens).toMatchObject({ input: null, output: 2 });
  });

  it('leaves alone what the vendor counts', async () => {
    const whole = await send(json(completion), { body: { messages: PROMPT } });
    expect(whole.headers.get('x-llmops-cost')).not.toBeNull();
    const streamed = await send(sse(completionFrames), { body: { messages: PROMPT, stream: true } });
    // One that comes later is shipped after them.
    await estimateOf(json(withoutUsage), { body: { messages: PROMPT } });
    for (const reply of [whole, streamed]) {
      expect(await shown(reply)).toMatchObject({
        estimated: null,
        notEstimatedBecause: null,
        tokens: { input: 10, output: 5 },
      });
    }
  });

  it('is estimated from texts that are kept nowhere', async () => {
    const files = readdirSync(app.settings.dataDir, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.jsonl'),
    );
    const onDisk = files.map((file) => readFileSync(join(app.settings.dataDir, file), 'utf8')).join('');
    const rows = await app.query<{ row: string }>('SELECT to_jsonb(log)::text AS row FROM request_logs AS log');
    expect(rows.length).toBeGreaterThan(8);
    expect(onDisk + rows.map(({ row }) => row).join('')).not.toContain('magpie');
  });

  it('is what the metrics count, of the models that are known, and for administrators only', async () => {
    const before = sumOf(await scrape(app.url, app.settings.adminToken), 'llmops_requests_total', { model: 'other' });
    const notFound = json({ error: { message: 'no such model', code: 'model_not_found' } }, 404);
    for (const model of ['@a/made-up-1', '@a/made-up-2']) await send(notFound, { body: { model, messages: PROMPT } });
    const scraped = await expectMetricsOfLog(app);
    expect(sumOf(scraped, 'llmops_requests_total', { model: 'other' }) - before).toBe(2);
    expect(sumOf(scraped, 'llmops_requests_total', { model: 'gpt-4o-mini' })).toBeGreaterThan(4);
    const models = scraped.get('llmops_requests_total')?.samples.map(({ labels }) => labels['model']);
    expect(models).not.toContain('made-up-1');
    expect(sumOf(scraped, 'llmops_snapshot_revision')).toBeGreaterThan(1);
    await expect(scrape(app.url, app.secret)).rejects.toThrow('401');
    const own = [...scraped.keys()].filter((name) => name.startsWith('llmops_'));
    const described = [...readFileSync('docs/monitoring.md', 'utf8').matchAll(/^\| `(llmops_\w+)`/gm)];
    expect(described.map(([, name]) => name).sort()).toEqual(own.sort());
  });

  it('reaches ClickHouse as well, and what waits for it is in metrics of its own', async () => {
    const waiting = async () => {
      const scraped = await scrape(app.url, app.settings.adminToken);
      const names = ['journal_bytes', 'journal_oldest_record_seconds', 'log_records_lost_total'];
      return names.map((name) => sumOf(scraped, `llmops_clickhouse_${name}`));
    };
    clickhouse.refusal = { status: 503, text: 'Code: 439. DB::Exception: too busy. (CANNOT_SCHEDULE_TASK)' };
    await send(json(completion), { body: { messages: PROMPT } });
    await until(async () => (await waiting()).slice(0, 2).every((value) => value > 0), 'it waits');
    clickhouse.refusal = null;
    await until(async () => (await waiting()).every((value) => value === 0), 'it has arrived');
    await until(async () => {
      const logged = await app.query<{ id: string }>('SELECT request_id AS id FROM request_logs ORDER BY request_id');
      return logged.map(({ id }) => id).join() === clickhouse.idsOf('request_logs').toSorted().join();
    }, 'both have the same records');
  });

  it('has names that the alerts and the dashboard of docs and deploy use', async () => {
    const scraped = await scrape(app.url, app.settings.adminToken);
    const [pages, dashboard] = ['docs/monitoring.md', 'deploy/grafana/llmops-gateway.json'].map((file) =>
      readFileSync(file, 'utf8'),
    );
    const alerts = /## Alerts[^]*?```yaml([^]*?)```/.exec(pages ?? '')?.[1] ?? '';
    const queries = expressionsOf(JSON.parse(dashboard ?? ''));
    expect(queries.length).toBeGreaterThan(20);
    for (const text of [alerts, ...queries]) {
      const used = [...text.matchAll(/\b((?:llmops|nodejs|process)_\w+)(?:\{([^}]*)\})?/g)];
      expect(used.length).toBeGreaterThan(0);
      for (const [, name = '', matchers = ''] of used) {
        const family = scraped.get(name) ?? scraped.get(name.replace(/_(bucket|sum|count)$/, ''));
        if (family === undefined) throw new Error(`there is no metric ${name}`);
        const labels = new Set(family.samples.flatMap((sample) => Object.keys(sample.labels)));
        const named = [...matchers.matchAll(/(\w+)(?:=~?|!~|!=)"/g)].map(([, label = '']) => label);
        // Some have no sample here, and so no labels.
        if (labels.size > 0) expect([...labels]).toEqual(expect.arrayContaining(named));
      }
    }
  });
});

/** Every query of a dashboard, wherever it stands. */
function expressionsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = 'expr' in value && typeof value.expr === 'string' ? [value.expr] : [];
  return [...own, ...Object.values(value).flatMap(expressionsOf)];
}
