import type { Request } from 'playwright-core';
import type { Dashboard } from '../support/dashboard.js';

const PHONE = { width: 390, height: 844 };
const DESK = { width: 1280, height: 800 };
/** As long as a name may be, and nowhere to break it; from right to left, and of characters of two units each. */
const LONG = { latin: 'x'.repeat(200), hebrew: 'שלום'.repeat(50), emoji: '👩‍🚀'.repeat(40) };
const ROWS = 10_000;
const ADMIN = '/llmops/api/admin/v1';

/** Long texts and long lists: part of the dashboard's spec, on its app and browser. */
export function longAndManyCases(get: () => Dashboard): void {
  interface Made {
    readonly id: string;
  }

  const made = (path: string, body: object) => get().app.admin<Made>('POST', path, body);

  it('keeps long names and texts within every screen, wide and narrow', async () => {
    const { page, app, ...dashboard } = get();
    const provider = await made('/providers', { vendor: 'sandbox', name: LONG.latin, slug: 'p'.repeat(63) });
    const environment = await made('/environments', { name: LONG.hebrew, slug: 'e'.repeat(63) });
    const { secret } = await app.admin<{ secret: string }>('POST', `/environments/${environment.id}/secrets`, {
      name: LONG.latin,
    });
    const version = { providerId: provider.id, model: 'sandbox-1', systemPrompt: 'w'.repeat(500) };
    const variant = await made('/variants', { name: LONG.emoji, version });
    await made(`/variants/${variant.id}/versions`, { ...version, parameters: { stop: 'y'.repeat(500) } });
    const config = await made('/configs', { name: LONG.latin, slug: 'c'.repeat(63) });
    const rule = await made(`/configs/${config.id}/rules`, {
      environmentId: environment.id,
      conditions: { ['k'.repeat(60)]: { notIn: [LONG.latin, LONG.hebrew] } },
      split: [{ variantId: variant.id, weight: 10_000 }],
      fallbacks: [{ variantId: variant.id }],
    });
    await app.admin('PATCH', `/environments/${environment.id}`, { logContent: true });
    const { response } = await app
      .openai({ apiKey: secret, defaultHeaders: { 'user-agent': 'a'.repeat(300) } })
      .chat.completions.create({
        model: `@config/${'c'.repeat(63)}`,
        messages: [{ role: 'user', content: `${'z'.repeat(500)} ${LONG.hebrew} ${LONG.emoji}` }],
        metadata: { ['t'.repeat(64)]: 'v'.repeat(500) },
      })
      .withResponse();
    const requestId = response.headers.get('x-llmops-request-id') ?? '';
    await app.logOf(requestId);
    const screens = [
      `providers?open=${provider.id}`,
      `environments?open=${environment.id}`,
      `variants?open=${variant.id}`,
      'configs',
      ...['rules', 'explain', 'experiments', 'history'].map(
        (view) => `configs/${config.id}?environment=${environment.id}&view=${view}`,
      ),
      `log?open=${requestId}&facets=true&environment=${'e'.repeat(63)}`,
      'usage?measure=requests&group=variant',
      'overview',
      'connect',
      'start',
      'playground',
      'prices',
      'rollouts?open=new',
      'system',
    ];
    await dashboard.signIn('/overview');
    const over: [string, number][] = [];
    for (const screen of screens) {
      await page.goto(dashboard.urlOf(`/${screen}`));
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      await page.getByLabel('Loading').first().waitFor({ state: 'detached' });
      await page.waitForLoadState('networkidle');
      for (const size of [PHONE, DESK]) {
        await page.setViewportSize(size);
        over.push([`${screen} at ${size.width}`, await dashboard.overflow()]);
      }
    }
    expect(over.filter(([, pixels]) => pixels > 0)).toEqual([]);
    await app.admin('DELETE', `/configs/${config.id}/rules/${rule.id}`);
    await app.admin('DELETE', `/configs/${config.id}`);
    await app.admin('DELETE', `/variants/${variant.id}`);
    await app.admin('DELETE', `/environments/${environment.id}`);
    await app.admin('DELETE', `/providers/${provider.id}`);
  });

  it('holds a part of a long log in the page, and lists all that there are of what it lists whole', async () => {
    const { page, app, ...dashboard } = get();
    const { id: environmentId } = await app.admin<Made>('GET', '/environments/development');
    await app.query(
      `INSERT INTO request_logs (started_at, request_id, endpoint, environment_id, environment, session_id, status, usage, tags, price_ids,
         latency_ms, streaming, aborted, dropped_params, rolled_up)
       SELECT now() + n * interval '1 millisecond', gen_random_uuid(), 'chat/completions', $1, 'development', 'many', 200, NULL, '{}', '{}',
         n, false, false, '[]', true
       FROM generate_series(1, ${ROWS}) AS n`,
      [environmentId],
    );
    const asked: string[] = [];
    const listen = (request: Request) => {
      const { pathname, searchParams } = new URL(request.url());
      if (pathname.startsWith(ADMIN)) asked.push(`${pathname.slice(ADMIN.length)} ${searchParams.get('cursor') ?? ''}`);
    };
    page.on('request', listen);
    await dashboard.signIn('/log?session=many&period=all');
    const list = page.getByRole('region', { name: 'Requests' });
    await list.getByRole('row').nth(20).waitFor();
    // All time is longer than single requests are kept, by which sessions are added up.
    await page.getByRole('status', { name: 'Totals' }).getByText('Not added up').waitFor();
    // The first screenful waits for nothing but itself: no further page, no list of the command palette.
    expect([...new Set(asked)].sort()).toEqual(['/requests ', '/session ', '/usage ']);
    page.off('request', listen);
    for (let pages = 2; pages <= 6; pages++) {
      await page.evaluate(TO_END);
      await list.locator(`table[aria-rowcount="${pages * 100 + 1}"]`).waitFor();
    }
    expect(await list.getByRole('row').count()).toBeLessThan(200);
    expect(await dashboard.accessibilityFaults()).toEqual([]);
    await app.query("DELETE FROM request_logs WHERE session_id = 'many'");

    await app.query("INSERT INTO variants (name) SELECT 'numbered ' || n FROM generate_series(1, 450) AS n");
    await page.goto(dashboard.urlOf('/variants'));
    const [count] = await app.query<{ rows: number }>('SELECT count(*)::int AS rows FROM variants');
    await page.locator(`table[aria-rowcount="${(count?.rows ?? 0) + 1}"]`).waitFor();
    await app.query("DELETE FROM variants WHERE name LIKE 'numbered %'");
  });
}

/** Runs in the browser. */
const TO_END = `document.querySelector('[role=region][aria-label=Requests]').scrollTop = 1e9`;
