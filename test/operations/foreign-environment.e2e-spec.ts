import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEmptyDatabase } from '../support/database.js';
import { startProcess, type GatewayProcess } from '../support/start-process.js';

const PROCESS_TEST_MS = 300_000;

/** What other programs of the same machine may have set. */
const FOREIGN = {
  PGHOST: 'nowhere.invalid',
  PGHOSTADDR: '192.0.2.1',
  PGPORT: '1',
  PGUSER: 'somebody',
  PGPASSWORD: 'canary-of-another-program',
  PGDATABASE: 'elsewhere',
  PGSERVICE: 'no-such-service',
  PGSERVICEFILE: '/nonexistent/service',
  PGPASSFILE: '/nonexistent/pgpass',
  PGSSLMODE: 'verify-full',
  PGSSLROOTCERT: '/nonexistent/root.crt',
  PGSSLNEGOTIATION: 'direct',
  PGREQUIREAUTH: 'scram-sha-256',
  PGOPTIONS: '-c no_such_parameter=1',
  PGAPPNAME: 'another program',
  PGCLIENTENCODING: 'LATIN1',
  PGREPLICATION: 'database',
  PGTZ: 'Asia/Kathmandu',
  PGDATESTYLE: 'German',
  PGDATA: '/nonexistent/data',
  PGCONNECT_TIMEOUT: 'soon',
  NODE_PG_FORCE_NATIVE: '1',
  LC_ALL: 'xx_XX.UTF-8',
  LANG: 'tr_TR.ISO-8859-9',
  TZ: 'Asia/Kathmandu',
  HOME: '/nonexistent',
  TMPDIR: '/proc/no/such/directory',
};

let root: string;
let started: GatewayProcess[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-foreign-'));
  started = [];
});

afterEach(async () => {
  for (const { child, exited } of started) {
    child.kill('SIGKILL');
    await exited;
  }
  rmSync(root, { recursive: true, force: true, maxRetries: 40, retryDelay: 250 });
});

async function startAndStop(env: Readonly<Record<string, string>>): Promise<string> {
  const gateway = startProcess({ dataDir: join(root, 'data'), env });
  started.push(gateway);
  const [, url = ''] = await gateway.until(/ready on (http:\S+)/);
  const [, secret = ''] = await gateway.until(/(llmops_[\w-]{43})/);
  const reply = await fetch(`${url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } });
  expect(reply.status).toBe(200);
  gateway.child.kill('SIGTERM');
  expect(await gateway.exited).toBe(0);
  return gateway.output();
}

describe('variables of other programs', () => {
  it.each(['1', '2'])(
    'do not reach the embedded database (workers: %s)',
    async (workers) => {
      const output = await startAndStop({ ...FOREIGN, LLMOPS_WORKERS: workers });
      expect(output).not.toContain('Not read');
    },
    PROCESS_TEST_MS,
  );

  it(
    'add nothing to DATABASE_URL, and a message says so',
    async () => {
      const database = await createEmptyDatabase();
      const output = await startAndStop({
        ...FOREIGN,
        DATABASE_URL: database.url,
        LLMOPS_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
      });
      expect(output).toMatch(/Not read: .*PGPORT.*DATABASE_URL says everything/);
      expect(output).not.toContain('canary');
      await database.drop();
    },
    PROCESS_TEST_MS,
  );
});
