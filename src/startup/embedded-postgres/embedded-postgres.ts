import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import {
  initialiseDataDir,
  makeSocketDir,
  refuseDirectoryInUse,
  serverEnvironment,
  SOCKET_FILE,
  SUPERUSER,
} from './postgres-data-dir.js';
import {
  chooseLauncher,
  EmbeddedPostgresError,
  findPostgresBinaries,
  toCommand,
  type Launcher,
} from './postgres-binaries.js';

export interface EmbeddedPostgresOptions {
  /** Absolute; made on the first start. */
  readonly dataDir: string;
  readonly maxConnections: number;
  /** False only in tests: faster, and lost with the machine's power. */
  readonly durable?: boolean;
  readonly launcher?: Launcher;
  /** The lock of the data directory: the server holds it too, so that it lasts until the last of its processes ends. */
  readonly lockDescriptor?: number | null;
}

export interface EmbeddedPostgres {
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has ended, asked to or not, with the end of its output. */
  readonly exited: Promise<string>;
  /** Ends sessions and flushes; resolves when the process is gone. */
  stop(): Promise<void>;
}

const DATABASE = 'gateway';
const READY_DEADLINE_MS = 60_000;
const FAST_STOP_MS = 20_000;

/**
 * Runs a real PostgreSQL on a unix socket of its own; the rest of the gateway only sees its URL. The socket lies in a
 * directory that nobody else may enter, which is why connections need no password.
 *
 * @throws EmbeddedPostgresError where another process uses the directory, or the server does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const dataDir = resolve(options.dataDir);
  const launcher = options.launcher ?? chooseLauncher();
  const { initdb, postgres } = findPostgresBinaries();
  if (!existsSync(join(dataDir, 'PG_VERSION')))
    await initialiseDataDir(dataDir, { initdb, launcher, isDurable: options.durable !== false });
  const socketDir = makeSocketDir(dataDir, launcher);
  await refuseDirectoryInUse(dataDir);
  const server = launch({ ...options, postgres, dataDir, socketDir, launcher });
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(socketDir, { recursive: true, force: true });
  };
  try {
    await waitUntilReady(server, socketDir);
    await createDatabase(socketDir);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: urlOf(socketDir, DATABASE), pid: server.pid, exited: server.exited, stop };
}

/** Names all that the driver would else take from environment variables, such as PGPORT or PGSSLMODE. */
function urlOf(socketDir: string, database: string): string {
  return `postgres://${SUPERUSER}@localhost:5432/${database}?host=${encodeURIComponent(socketDir)}&sslmode=disable`;
}

type Server = Omit<EmbeddedPostgres, 'url'> & { readonly running: () => boolean };

interface LaunchOptions extends EmbeddedPostgresOptions {
  readonly postgres: string;
  readonly socketDir: string;
  readonly launcher: Launcher;
}

/** Detached, or Ctrl+C in a terminal would stop the database before the gateway has written its last logs. */
function launch({ postgres, dataDir, socketDir, ...options }: LaunchOptions): Server {
  const words = [postgres, '-D', dataDir, '-k', socketDir, ...parameters(options)] as const;
  const { file, args } = toCommand(options.launcher, words);
  const child = spawn(file, args, {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe', options.lockDescriptor ?? 'ignore'],
    env: serverEnvironment(),
    cwd: '/',
  });
  let lastOutput = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastOutput = (lastOutput + text).slice(-2_000);
  });
  let running = true;
  const exited = new Promise<string>((resolveExit) => {
    child.once('error', (error) => resolveExit(error.message));
    child.once('close', () => resolveExit(lastOutput.trim()));
  }).finally(() => (running = false));
  return { pid: child.pid ?? 0, exited, running: () => running, stop: () => stop(child, exited, () => running) };
}

function parameters({
  maxConnections,
  durable,
}: Pick<EmbeddedPostgresOptions, 'maxConnections' | 'durable'>): string[] {
  const values: Record<string, string> = {
    listen_addresses: '',
    max_connections: String(maxConnections),
    shared_buffers: '32MB',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '256MB',
    max_worker_processes: '2',
    // A failing statement may hold prompts, so the server must not write it. The gateway gets the error and logs that.
    log_min_error_statement: 'panic',
    ...(durable === false ? { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' } : {}),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

/** SIGINT is PostgreSQL's fast shutdown; SIGQUIT gives up on flushing, which the next start recovers from its log. */
async function stop(child: ChildProcess, exited: Promise<string>, running: () => boolean): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!running()) return;
    child.kill(signal);
    await Promise.race([exited, sleep(FAST_STOP_MS, undefined, { ref: false })]);
  }
}

async function waitUntilReady(server: Server, socketDir: string): Promise<void> {
  const deadline = performance.now() + READY_DEADLINE_MS;
  while (server.running()) {
    if (existsSync(join(socketDir, SOCKET_FILE)) && (await answers(socketDir))) return;
    if (performance.now() > deadline) throw new EmbeddedPostgresError('The embedded database did not answer in time.');
    await sleep(15);
  }
  throw new EmbeddedPostgresError(`The embedded database did not start: ${await server.exited}`);
}

async function answers(socketDir: string): Promise<boolean> {
  try {
    await withClient(socketDir, () => Promise.resolve());
    return true;
  } catch {
    return false;
  }
}

async function createDatabase(socketDir: string): Promise<void> {
  await withClient(socketDir, async (client) => {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
  });
}

async function withClient(socketDir: string, use: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: urlOf(socketDir, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await use(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
