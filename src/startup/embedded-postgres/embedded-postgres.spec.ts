import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { chooseLauncher, EmbeddedPostgresError, findPostgresBinaries } from './postgres-binaries.js';

let root: string;
let dataDir: string;
let running: EmbeddedPostgres[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-embedded-'));
  dataDir = join(root, 'data', 'postgres');
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map((server) => server.stop()));
  rmSync(root, { recursive: true, force: true });
});

async function start(options: { maxConnections?: number } = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, maxConnections: 10, durable: false, ...options });
  running.push(server);
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Stands in for a gateway: a Node process of its own that starts the database and prints that it did. */
function startInChild(): { child: ChildProcess; ready: Promise<{ url: string; pid: number }> } {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(resolve('src/startup/embedded-postgres/embedded-postgres.ts'))});
    const server = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)}, maxConnections: 10 });
    console.log(JSON.stringify({ url: server.url, pid: server.pid }));
    setInterval(() => {}, 1000);`;
  const words = ['--import', './test/support/register-typescript.mjs', '--input-type=module', '-e', script];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ready = new Promise<{ url: string; pid: number }>((done, fail) => {
    child.stdout.once('data', (text: Buffer) => done(JSON.parse(text.toString()) as { url: string; pid: number }));
    child.once('exit', () => fail(new Error('the child ended early')));
  });
  return { child, ready };
}

describe('startEmbeddedPostgres', () => {
  it('starts on an empty directory and keeps what is written', async () => {
    const first = await start();
    const [{ version }] = (await query(first.url, 'SELECT version()')) as [{ version: string }];
    expect(version).toContain('PostgreSQL');
    await query(first.url, `CREATE TABLE kept AS SELECT 'Ünïcode' AS word`);
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start();
    expect(await query(second.url, `SELECT lower(word) AS word FROM kept`)).toEqual([{ word: 'ünïcode' }]);
  });

  it('listens on a socket that only this user can reach, and on no port', async () => {
    const server = await start();
    const [{ listen_addresses: addresses }] = (await query(server.url, 'SHOW listen_addresses')) as [
      { listen_addresses: string },
    ];
    expect(addresses).toBe('');
    const socketDir = new URL(server.url).searchParams.get('host') ?? '';
    expect(statSync(socketDir).mode & 0o777).toBe(0o700);
    expect(statSync(dataDir).mode & 0o077).toBe(0);
    await server.stop();
    expect(existsSync(socketDir)).toBe(false);
  });

  it('refuses a directory that another process uses, and leaves that one alone', async () => {
    const server = await start();
    await expect(start()).rejects.toThrow(/Another process .* uses the data directory/);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('removes what an interrupted first start left', async () => {
    mkdirSync(`${dataDir}.init-999999999`, { recursive: true });
    writeFileSync(join(`${dataDir}.init-999999999`, 'half'), '');
    await start();
    expect(readdirSync(join(root, 'data'))).toEqual(['postgres']);
  });

  it('does not believe a lock file whose process id now belongs to something else', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'postmaster.pid'), `${process.pid}\n${dataDir}\n1\n5432\n\n\n\n`);
    expect(await query((await start()).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('repeats the server’s output when it cannot start', async () => {
    await (await start()).stop();
    writeFileSync(join(dataDir, 'PG_VERSION'), '9.6\n');
    await expect(start()).rejects.toThrow(/did not start:.*version/s);
  });

  it('reports a server that ends by itself', async () => {
    const server = await start();
    process.kill(server.pid, 'SIGKILL');
    await server.exited;
    const again = await start();
    expect(await query(again.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('outlives no gateway: kill -9 of its parent stops it, and every acknowledged row is there afterwards', async () => {
    const { child, ready } = startInChild();
    const { url, pid } = await ready;
    await query(url, 'CREATE TABLE counted (n integer)');
    await query(url, 'INSERT INTO counted SELECT generate_series(1, 1000)');
    child.kill('SIGKILL');
    while (isAlive(pid)) await sleep(20);
    expect(await query((await start()).url, 'SELECT count(*)::int AS n FROM counted')).toEqual([{ n: 1000 }]);
  }, 120_000);

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('runs as nobody where root may not make a user namespace', async () => {
    const launcher = chooseLauncher((command) => command[0] !== 'unshare');
    chmodSync(root, 0o711);
    const server = await startEmbeddedPostgres({ dataDir, maxConnections: 10, durable: false, launcher });
    running.push(server);
    expect(await query(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(dataDir)).toMatchObject({ uid: 65_534 });
    await server.stop();
    expect(isAlive(server.pid)).toBe(false);
  });
});

describe('what the embedded database needs of its machine', () => {
  it('says to set DATABASE_URL where npm has no binaries for it', () => {
    expect(() => findPostgresBinaries('sunos', 'sparc')).toThrow(EmbeddedPostgresError);
    expect(() => findPostgresBinaries('sunos', 'sparc')).toThrow('DATABASE_URL');
  });

  const asRoot = process.getuid?.() === 0 ? it : it.skip;
  asRoot('says so where root cannot become anybody else', () => {
    expect(() => chooseLauncher(() => false)).toThrow('DATABASE_URL');
  });
});
