import { startApp, waitFor, type TestApp } from '../support/start-app.js';
import { startReplica, type Replica } from '../support/start-replica.js';
import { startDatabaseProxy, type DatabaseProxy } from '../support/tcp-proxy.js';

let writer: TestApp;
let proxy: DatabaseProxy;
let replica: Replica;

beforeAll(async () => {
  writer = await startApp();
  proxy = await startDatabaseProxy(writer.settings.databaseUrl);
  replica = await startReplica(writer, { databaseUrl: proxy.url });
});

afterAll(async () => {
  await replica.stop();
  await proxy.close();
  await writer.stop();
});

async function newSecret(): Promise<string> {
  const path = `/environments/${writer.environmentId}/secrets`;
  return (await writer.admin<{ secret: string }>('POST', path, {})).secret;
}

async function isTaken(secret: string): Promise<true | undefined> {
  const reply = await fetch(`${replica.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
  await reply.arrayBuffer();
  return reply.status === 200 ? true : undefined;
}

it('sees changes after every session was ended on the server', async () => {
  await writer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name IN ('llmops-gateway-snapshot', 'llmops-gateway-log') AND datname = current_database()`);
  expect(await waitFor(async () => isTaken(await newSecret()), 'a new secret')).toBe(true);
  expect(await waitFor(async () => ((await replica.ready()).status === 'ok' ? true : undefined), 'readiness')).toBe(
    true,
  );
});

it('reads everything again where a server took over that lost what came last', async () => {
  await proxy.close();
  const rows = await writer.query<{ revision: string }>('SELECT revision FROM config_revision');
  const secret = await newSecret();
  await writer.query('UPDATE config_revision SET revision = $1', [rows[0]?.revision]);
  await proxy.open();
  expect(await waitFor(() => isTaken(secret), 'what the new server holds')).toBe(true);
});
