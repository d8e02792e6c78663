import { exec } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { defined } from '../support/defined.js';
import { createEmptyDatabase, createTestDatabase } from '../support/database.js';
import { scrape, sumOf } from '../support/metrics.js';
import { startProcess, type GatewayProcess, type StartOptions } from '../support/start-process.js';

/** Several starts of a whole process, on a machine that may be busy. */
const PROCESS_TEST_MS = 600_000;

let root: string;
let dataDir: string;
let started: GatewayProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-start-'));
  dataDir = join(root, 'data');
  started = [];
});

afterEach(async () => {
  for (const { child, exited } of started) {
    child.kill('SIGKILL');
    await exited;
  }
  // A killed gateway's database stops by itself, and may be writing its last files.
  rmSync(root, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
});

function start(options: Partial<StartOptions> = {}): GatewayProcess {
  const gateway = startProcess({ dataDir, ...options });
  started.push(gateway);
  return gateway;
}

async function urlOf(gateway: GatewayProcess): Promise<string> {
  const [, url = ''] = await gateway.until(/ready on (http:\S+)/);
  return url;
}

async function ask(url: string, secret: string): Promise<number> {
  const response = await fetch(`${url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: '@config/demo', messages: [{ role: 'user', content: 'Hello' }] }),
  });
  await response.arrayBuffer();
  return response.status;
}

async function stop(gateway: GatewayProcess): Promise<number | string> {
  gateway.child.kill('SIGTERM');
  return gateway.exited;
}

describe('a first start', () => {
  it(
    'prints a line that answers as pasted, once, and keeps secrets out of its log',
    async () => {
      const first = start();
      const url = await urlOf(first);
      const [, line = ''] = await first.until(/^ {2}(curl .*)$/m);
      const answer = JSON.parse((await promisify(exec)(`${line} -s`)).stdout) as { object: string };
      expect(answer.object).toBe('chat.completion');
      const [secret = ''] = await first.until(/llmops_[\w-]{43}/);
      const token = readFileSync(join(dataDir, 'admin-token'), 'utf8').trim();
      const key = readFileSync(join(dataDir, 'encryption-key'), 'utf8').trim();
      expect(first.output()).toContain(join(dataDir, 'admin-token'));
      expect((await fetch(`${url}/llmops/api/docs`)).status).toBe(200);
      expect(await stop(first)).toBe(0);
      expect(first.output()).not.toContain(token);
      expect(first.output()).not.toContain(key);
      const log = first
        .output()
        .split('\n')
        .filter((each) => each.startsWith('{'));
      expect(log.join('\n')).not.toContain(secret);

      const second = start();
      const secondUrl = await urlOf(second);
      expect(await ask(secondUrl, secret)).toBe(200);
      expect(second.output()).not.toContain('llmops_');
      expect(second.output()).not.toContain('curl');
      expect(await stop(second)).toBe(0);
    },
    PROCESS_TEST_MS,
  );

  it(
    'takes given secrets and makes a provider of a vendor’s variable',
    async () => {
      const env = {
        LLMOPS_ENVIRONMENT_SECRET: 'given-secret-of-32-characters-00',
        LLMOPS_ADMIN_TOKEN: 'given-token-of-32-characters-000',
        OPENAI_API_KEY: 'sk-canary',
      };
      const gateway = start({ env });
      const url = await urlOf(gateway);
      expect(await ask(url, 'given-secret-of-32-characters-00')).toBe(200);
      const headers = { authorization: 'Bearer given-token-of-32-characters-000' };
      const response = await fetch(`${url}/llmops/api/admin/v1/providers`, { headers });
      const { items } = (await response.json()) as { items: { slug: string }[] };
      expect(items.map(({ slug }) => slug).sort()).toEqual(['openai', 'sandbox']);
      expect(existsSync(join(dataDir, 'admin-token'))).toBe(false);
      expect(await stop(gateway)).toBe(0);
      expect(gateway.output()).not.toContain('canary');
      expect(gateway.output()).not.toContain('given-token-of-32-characters-000');
      expect(gateway.output()).not.toContain('given-secret-of-32-characters-00');
      expect(gateway.output()).toContain('"Authorization: Bearer $LLMOPS_ENVIRONMENT_SECRET"');
    },
    PROCESS_TEST_MS,
  );
});

describe('workers', () => {
  it(
    'share the port, are replaced when they crash, and stop together',
    async () => {
      const gateway = start({
        env: { LLMOPS_WORKERS: '2', LLMOPS_ENVIRONMENT_SECRET: 'given-secret-of-32-characters-00' },
      });
      const url = await urlOf(gateway);
      expect(await ask(url, 'given-secret-of-32-characters-00')).toBe(200);
      const workers = await childrenOf(gateway, /main\.ts/);
      expect(workers).toHaveLength(2);
      const counted = async () =>
        sumOf(await scrape(url, readFileSync(join(dataDir, 'admin-token'), 'utf8').trim()), 'llmops_requests_total');
      expect(await counted()).toBe(1);
      const crashing = defined(workers[0]);
      process.kill(crashing, 'SIGKILL');
      await gateway.until(/A worker crashed and is replaced/);
      expect(gateway.output()).toContain(`"workerPid":${crashing}`);
      while ((await childrenOf(gateway, /main\.ts/)).length < 2) await sleep(100);
      for (let asked = 0; asked < 4; asked++) expect(await ask(url, 'given-secret-of-32-characters-00')).toBe(200);
      // Whichever worker is asked, it speaks for all of them, those that have ended too.
      expect(await counted()).toBe(5);
      const commandLines = await promisify(exec)('ps -eo args');
      expect(commandLines.stdout).not.toContain('given-secret-of-32-characters-00');
      expect(await stop(gateway)).toBe(0);
      expect(await childrenOf(gateway, /./)).toEqual([]);
    },
    PROCESS_TEST_MS,
  );
});

async function childrenOf({ child }: GatewayProcess, command: RegExp): Promise<number[]> {
  const { stdout } = await promisify(exec)('ps -eo pid=,ppid=,args=');
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, ...args] = line.trim().split(/\s+/);
    return Number(parent) === child.pid && command.test(args.join(' ')) ? [Number(pid)] : [];
  });
}

describe('a start that cannot be', () => {
  it(
    'names every bad setting and exits 1',
    async () => {
      const gateway = start({ env: { PORT: 'http', LLMOPS_WORKERS: 'many' } });
      expect(await gateway.exited).toBe(1);
      expect(gateway.output()).toMatch(/PORT: .*65535[^]*LLMOPS_WORKERS: .*auto/);
      expect(gateway.output()).not.toContain('    at ');
    },
    PROCESS_TEST_MS,
  );

  const given = (url: string): Record<string, string> => ({
    DATABASE_URL: url,
    LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
  });

  it(
    'refuses a schema that it does not understand, and leaves it alone',
    async () => {
      const database = await createTestDatabase();
      const client = new Client({ connectionString: database.url });
      await client.connect();
      await client.query(`INSERT INTO migrations (timestamp, name) VALUES (9000000000000, 'FromTheFuture')`);
      await client.end();
      const gateway = start({ env: given(database.url) });
      expect(await gateway.exited).toBe(1);
      expect(gateway.output()).toContain('newer');
      const migrate = start({ env: given(database.url), script: 'migrate' });
      expect(await migrate.exited).toBe(1);
      expect(migrate.output()).toContain('FromTheFuture');
      await database.drop();
    },
    PROCESS_TEST_MS,
  );

  it(
    'is mended by the migrate command, which several replicas may run at once',
    async () => {
      const database = await createEmptyDatabase();
      const runs = [1, 2].map(() => start({ env: given(database.url), script: 'migrate' }));
      expect(await Promise.all(runs.map((run) => run.exited))).toEqual([0, 0]);
      const gateway = start({
        env: { ...given(database.url), LLMOPS_ENVIRONMENT_SECRET: 'given-secret-of-32-characters-00' },
      });
      expect(await ask(await urlOf(gateway), 'given-secret-of-32-characters-00')).toBe(200);
      expect(await stop(gateway)).toBe(0);
      await database.drop();
    },
    PROCESS_TEST_MS,
  );
});
