import { waitFor } from '../support/start-app.js';
import { startProxiedReplica, type ProxiedReplica } from '../support/start-proxied-replica.js';

let started: ProxiedReplica;
beforeAll(async () => (started = await startProxiedReplica()));
afterAll(() => started.stop());

async function isTaken(secret: string): Promise<true | undefined> {
  const reply = await fetch(`${started.replica.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
  await reply.arrayBuffer();
  return reply.status === 200 ? true : undefined;
}

it('sees changes after every session was ended on the server', async () => {
  const { writer, replica } = started;
  await writer.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name IN ('llmops-gateway-snapshot', 'llmops-gateway-log') AND datname = current_database()`);
  const { secret } = await started.newSecret();
  expect(await waitFor(() => isTaken(secret), 'a new secret')).toBe(true);
  expect(await waitFor(async () => ((await replica.ready()).status === 'ok' ? true : undefined), 'readiness')).toBe(
    true,
  );
});

it('reads everything again where a server took over that lost what came last', async () => {
  const { writer, proxy } = started;
  await proxy.close();
  const rows = await writer.query<{ revision: string }>('SELECT revision FROM config_revision');
  const { secret } = await started.newSecret();
  await writer.query('UPDATE config_revision SET revision = $1', [rows[0]?.revision]);
  await proxy.open();
  expect(await waitFor(() => isTaken(secret), 'what the new server holds')).toBe(true);
});
