import { waitFor, type TestApp } from '../support/start-app.js';
import { startProxiedReplica, type ProxiedReplica } from '../support/start-proxied-replica.js';
import { startReplica, type Replica } from '../support/start-replica.js';
import type { DatabaseProxy } from '../support/tcp-proxy.js';

/** Connections that stay open and through which nothing comes, as after a failover or behind a NAT that forgot them. */
let started: ProxiedReplica;
let writer: TestApp;
let proxy: DatabaseProxy;
let replica: Replica;

beforeAll(async () => {
  started = await startProxiedReplica();
  ({ writer, proxy, replica } = started);
});
afterAll(() => started.stop());

/** 60 s for a busy machine; the documentation promises some seconds. */
async function eventually(ask: () => Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    const found = await waitFor(async () => ((await ask()) ? true : undefined), what).catch(() => false);
    if (found) return;
  }
  throw new Error(`${what} did not come`);
}

test('a replica whose connections have gone silent sees changes, honours ended secrets and administers', async () => {
  const { id, secret } = await started.newSecret();
  await eventually(async () => (await replica.call(secret)).status === 200, 'the new secret');
  await Promise.all(Array.from({ length: 12 }, () => replica.admin('GET', '/providers')));

  proxy.freezeExisting();
  await writer.admin('DELETE', `/environments/${writer.environmentId}/secrets/${id}`);
  await eventually(async () => (await replica.call(secret)).status === 401, 'the end of the secret');
  await eventually(async () => (await replica.admin('GET', '/providers')) === 200, 'the admin API');
  expect(await replica.admin('POST', '/configs', { name: 'After the failover' })).toBe(201);
  await eventually(async () => (await replica.ready()).status === 'ok', 'readiness');
}, 120_000);

test('a replica without any way to the database serves, says how old its configuration is, and recovers', async () => {
  const { id, secret } = await started.newSecret();
  await eventually(async () => (await replica.call(secret)).status === 200, 'the new secret');
  proxy.freezeAll();
  await eventually(async () => (await replica.ready()).status === 'degraded', 'the warning');
  const { httpStatus, reasons } = await replica.ready();
  expect(httpStatus).toBe(200);
  expect(reasons.join()).toMatch(/last known to be current \d+ s ago/);
  expect((await replica.call(secret)).status).toBe(200);

  await writer.admin('DELETE', `/environments/${writer.environmentId}/secrets/${id}`);
  proxy.thaw();
  await eventually(async () => (await replica.call(secret)).status === 401, 'the end of the secret');
  await eventually(async () => (await replica.ready()).status === 'ok', 'readiness');
  await eventually(async () => (await replica.admin('GET', '/providers')) === 200, 'the admin API');
}, 120_000);

test('a secret ends by its date although the database is away', async () => {
  const expiresAt = new Date(Date.now() + 8_000).toISOString();
  const { secret } = await writer.admin<{ secret: string }>('POST', `/environments/${writer.environmentId}/secrets`, {
    expiresAt,
  });
  await eventually(async () => (await replica.call(secret)).status === 200, 'the new secret');
  proxy.freezeAll();
  await eventually(async () => (await replica.call(secret)).status === 401, 'its end');
  proxy.thaw();
}, 120_000);

test('service ends once the configuration is older than it may be, and begins again', async () => {
  const strict = await startReplica(writer, { databaseUrl: proxy.url, snapshotMaxAgeSeconds: 5 });
  try {
    expect((await strict.call(writer.secret)).status).toBe(200);
    proxy.freezeAll();
    await eventually(async () => (await strict.call(writer.secret)).status === 503, 'the end of service');
    expect(await strict.ready()).toMatchObject({ httpStatus: 503, status: 'unavailable' });
    proxy.thaw();
    await eventually(async () => (await strict.call(writer.secret)).status === 200, 'service');
    expect((await strict.ready()).httpStatus).toBe(200);
  } finally {
    proxy.thaw();
    await strict.stop();
  }
}, 120_000);
