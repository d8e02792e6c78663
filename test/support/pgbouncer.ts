import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { waitFor } from './start-app.js';
import { startDatabaseProxy } from './tcp-proxy.js';

export interface Pgbouncer {
  /** The same database, through the pooler. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Debian installs it outside of a user's PATH. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;
const NOBODY = '65534';

export const hasPgbouncer = spawnSync('pgbouncer', ['--version'], { env: { PATH } }).status === 0;

/** Debian's PgBouncer in front of a database, with few connections, so that its clients must share them. */
export async function startPgbouncer(databaseUrl: string, poolMode: 'transaction' | 'statement'): Promise<Pgbouncer> {
  // Always by TCP: the pooler runs as a user who may not enter the directory of the server's socket.
  const proxy = await startDatabaseProxy(databaseUrl);
  const directory = mkdtempSync(join(tmpdir(), 'llmops-pgbouncer-'));
  chmodSync(directory, 0o755);
  const server = new URL(proxy.url);
  const port = await freePort();
  const password = server.password === '' ? '' : ` password=${decodeURIComponent(server.password)}`;
  writeFileSync(join(directory, 'users'), `"${server.username}" "${decodeURIComponent(server.password)}"\n`);
  const settings = [
    '[databases]',
    `* = host=127.0.0.1 port=${server.port} user=${server.username}${password}`,
    '[pgbouncer]',
    `listen_addr = 127.0.0.1\nlisten_port = ${port}\nunix_socket_dir =`,
    `auth_type = trust\nauth_file = ${join(directory, 'users')}`,
    `pool_mode = ${poolMode}\ndefault_pool_size = 3\nmax_client_conn = 200`,
  ];
  writeFileSync(join(directory, 'pgbouncer.ini'), `${settings.join('\n')}\n`);
  const child = run(join(directory, 'pgbouncer.ini'));
  const url = new URL(proxy.url);
  url.port = String(port);
  await waitFor(() => answers(url.href), 'the pooler');
  return {
    url: url.href,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
      await proxy.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** It refuses to run as root. */
function run(file: string): ChildProcess {
  const isRoot = process.getuid?.() === 0;
  const asNobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups'];
  const options = { env: { PATH }, stdio: 'ignore' } as const;
  return isRoot
    ? spawn('setpriv', [...asNobody, 'pgbouncer', '-q', file], options)
    : spawn('pgbouncer', ['-q', file], options);
}

async function answers(url: string): Promise<true | undefined> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return undefined;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
