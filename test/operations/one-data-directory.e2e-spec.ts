import { spawn, spawnSync } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyDatabase } from '../support/database.js';
import { startProcess, type GatewayProcess, type StartOptions } from '../support/start-process.js';

const PROCESS_TEST_MS = 300_000;
const IN_USE = /LLMOPS_DATA_DIR: another gateway uses .* \(process \d+ on .*\)/;

let root: string;
let dataDir: string;
let started: GatewayProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-one-'));
  dataDir = join(root, 'data');
  started = [];
});

afterEach(async () => {
  for (const { child, exited } of started) {
    child.kill('SIGCONT');
    child.kill('SIGKILL');
    await exited;
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
});

function start(options: Partial<StartOptions> = {}): GatewayProcess {
  const gateway = startProcess({ dataDir, ...options });
  started.push(gateway);
  return gateway;
}

/** As in another container: it sees none of our processes. */
const PID_NAMESPACE = ['unshare', '--pid', '--fork', '--mount-proc', '--kill-child'] as const;
const hasNamespaces = spawnSync(PID_NAMESPACE[0], [...PID_NAMESPACE.slice(1), 'true']).status === 0;

describe('two gateways on one data directory', () => {
  it(
    'are refused the second time with one sentence, stopped or not, and one that is killed frees it at once',
    async () => {
      const first = start();
      await first.until(/ready on/);
      first.child.kill('SIGSTOP');
      const [second, migrate] = [start(), start({ script: 'migrate' })];
      for (const refused of [second, migrate]) {
        expect(await refused.exited).toBe(1);
        expect(refused.output()).toMatch(IN_USE);
        expect(refused.output()).not.toContain('    at ');
      }
      first.child.kill('SIGCONT');
      first.child.kill('SIGKILL');
      const third = start();
      await third.until(/ready on/);
      third.child.kill('SIGTERM');
      expect(await third.exited).toBe(0);
    },
    PROCESS_TEST_MS,
  );

  (hasNamespaces ? it : it.skip)(
    'are refused from another container, too',
    async () => {
      const first = start({ command: PID_NAMESPACE });
      await first.until(/ready on/);
      for (const command of [PID_NAMESPACE, []]) {
        const second = start({ command });
        expect(await second.exited).toBe(1);
        expect(second.output()).toMatch(IN_USE);
      }
      first.child.kill('SIGKILL');
      await first.exited;
      await start({ command: PID_NAMESPACE }).until(/ready on/);
    },
    PROCESS_TEST_MS,
  );

  it(
    'are refused on a database of their own, for the journal is there',
    async () => {
      const database = await createEmptyDatabase();
      const env = { DATABASE_URL: database.url, LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') };
      const first = start({ env: { ...env, LLMOPS_WORKERS: '2' } });
      await first.until(/ready on/);
      const second = start({ env });
      expect(await second.exited).toBe(1);
      expect(second.output()).toMatch(IN_USE);
      first.child.kill('SIGKILL');
      await start({ env }).until(/ready on/);
      for (const { child, exited } of started) {
        child.kill('SIGKILL');
        await exited;
      }
      await database.drop();
    },
    PROCESS_TEST_MS,
  );
});

describe('a start that fails', () => {
  it(
    'finds a taken port before it makes anything or shows a secret',
    async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const gateway = start({ env: { PORT: String((other.address() as AddressInfo).port) } });
      expect(await gateway.exited).toBe(1);
      expect(gateway.output()).toContain('PORT: it is in use');
      expect(gateway.output()).not.toMatch(/[Ss]ecret/);
      expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
      other.close();
    },
    PROCESS_TEST_MS,
  );
});

/** A disk of its own with space for two empty files, where the user may mount one. */
const fullDisk = (directory: string) => [
  ...['unshare', '--mount', 'sh', '-c'],
  `mount -t tmpfs -o size=16k,nr_inodes=3 tmpfs '${directory}' && { cat /dev/zero >'${directory}/filler' 2>/dev/null; exec "$@"; }`,
  'sh',
];
const mayMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).status === 0;

describe('a disk that is full at the start', () => {
  (mayMount ? it : it.skip)(
    'keeps nobody from serving, and shows in readiness',
    async () => {
      const database = await createEmptyDatabase();
      const env = { DATABASE_URL: database.url, LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64') };
      const gateway = start({
        dataDir: root,
        env: { ...env, LLMOPS_ADMIN_TOKEN: 'a'.repeat(32) },
        command: fullDisk(root),
      });
      const [, url] = await gateway.until(/ready on (\S+)/);
      const ready = (await (await fetch(`${url}/health/ready`)).json()) as { status: string; reasons: string[] };
      expect(ready.status).toBe('degraded');
      expect(ready.reasons.join()).toMatch(/journal cannot be written: ENOSPC/);
      gateway.child.kill('SIGTERM');
      expect(await gateway.exited).toBe(0);
      await database.drop();
    },
    PROCESS_TEST_MS,
  );
});

describe('a gateway whose output nobody reads', () => {
  it(
    'ends when it is asked to',
    async () => {
      const words = ['--import', './test/support/register-typescript.mjs', 'src/main.ts'];
      const env = { PATH: process.env['PATH'], PORT: '0', LLMOPS_DATA_DIR: dataDir, LLMOPS_LOG_LEVEL: 'trace' };
      const child = spawn(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
      const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
      await new Promise<void>((resolve) => {
        child.stdout.on('data', (text: Buffer) => {
          if (text.toString().includes('ready on')) resolve();
        });
      });
      child.stdout.destroy();
      child.stderr.destroy();
      child.kill('SIGTERM');
      expect(await exited).toBe(0);
    },
    PROCESS_TEST_MS,
  );
});
