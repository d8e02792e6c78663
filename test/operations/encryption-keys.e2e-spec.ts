import { randomBytes } from 'node:crypto';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { startReplica, type Replica } from '../support/start-replica.js';

/** A replica that was given the wrong key, beside one with the right key. */
let right: TestApp;
let wrong: Replica;

beforeAll(async () => {
  right = await startApp();
  await right.provider('main', 'http://127.0.0.1:9/v1');
  await right.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox' });
  const { items } = await right.admin<{ items: { id: string; slug: string }[] }>('GET', '/providers');
  const idOf = (slug: string): string => items.find((provider) => provider.slug === slug)?.id ?? '';
  for (const [slug, provider] of [
    ['sealed', 'main'],
    ['open', 'sandbox'],
  ] as const) {
    const { id: variantId } = await right.admin<{ id: string }>('POST', '/variants', {
      name: slug,
      version: { providerId: idOf(provider), model: 'sandbox-1' },
    });
    const { id: configId } = await right.admin<{ id: string }>('POST', '/configs', { name: slug, slug });
    await right.admin('POST', `/configs/${configId}/rules`, {
      environmentId: right.environmentId,
      split: [{ variantId, version: 'latest', weight: 10_000 }],
    });
  }
  wrong = await startReplica(right, { encryptionKeys: [randomBytes(32)] });
});

afterAll(async () => {
  await wrong.stop();
  await right.stop();
});

it('is ready, degraded, and names what does not open', async () => {
  const { httpStatus, status, reasons } = await wrong.ready();
  expect([httpStatus, status]).toEqual([200, 'degraded']);
  expect(reasons).toEqual(['the credentials of these providers do not open with LLMOPS_ENCRYPTION_KEY: main']);
});

it.each([
  ['by slug', '@main/gpt-4o'],
  ['through a config', '@config/sealed'],
])('answers 503, not 404, what it cannot call %s', async (_, model) => {
  expect(await wrong.call(right.secret, model)).toEqual({ status: 503, code: 'provider_unavailable' });
});

it('serves what needs no key', async () => {
  expect(await wrong.call(right.secret, '@sandbox/sandbox-1')).toEqual({ status: 200, code: null });
  expect(await wrong.call(right.secret, '@config/open')).toEqual({ status: 200, code: null });
  expect(await wrong.call(right.secret, '@nobody/x')).toEqual({ status: 404, code: 'provider_not_found' });
});

it('does not offer the models of what it cannot call', async () => {
  const reply = await fetch(`${wrong.url}/v1/models`, { headers: { authorization: `Bearer ${right.secret}` } });
  const { data } = (await reply.json()) as { data: { id: string }[] };
  const ids = data.map(({ id }) => id);
  expect(ids).toContain('@sandbox/sandbox-1');
  expect(ids.filter((id) => id.startsWith('@main/'))).toEqual([]);
});

it('recovers when the credentials are given again on it', async () => {
  const { items } = await right.admin<{ items: { id: string; slug: string }[] }>('GET', '/providers');
  const main = items.find((provider) => provider.slug === 'main')?.id ?? '';
  expect(await wrong.admin('PATCH', `/providers/${main}`, { credentials: { apiKey: 'new' } })).toBe(200);
  expect(await wrong.ready()).toMatchObject({ status: 'ok' });
  const ready = await waitFor(async () => {
    const reply = await fetch(`${right.url}/health/ready`);
    const body = (await reply.json()) as { status: string };
    return body.status === 'degraded' ? body : undefined;
  }, 'the other replica to notice');
  expect(ready.status).toBe('degraded');
});
