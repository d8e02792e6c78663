import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp, type TestApp } from '../support/start-app.js';
import { startProcess } from '../support/start-process.js';
import { startReplica } from '../support/start-replica.js';

const keyId = (key: Buffer): string =>
  createHash('sha256').update('llmops key id').update(key).digest('hex').slice(0, 8);

let dataDir: string;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'llmops-rotate-'));
});

afterAll(() => {
  rmSync(dataDir, { recursive: true, force: true });
});

describe('on a database of several replicas', () => {
  const [oldKey, newKey, lostKey] = [randomBytes(32), randomBytes(32), randomBytes(32)];
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp({ encryptionKeys: [oldKey, newKey] });
    await app.provider('main', 'http://127.0.0.1:9/v1');
    await app.provider('other', 'http://127.0.0.1:9/v1');
    await app.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox' });
    const { id } = await app.admin<{ id: string }>('POST', '/webhooks', {
      name: 'hook',
      url: 'https://hooks.example.com/',
    });
    await app.admin('POST', `/webhooks/${id}/secret/rotate`, { graceSeconds: 3_600 });
  });

  afterAll(() => app.stop());

  async function rotate(...keys: Buffer[]): Promise<{ code: number | string; output: string }> {
    const command = startProcess({
      dataDir,
      script: 'rotate-key',
      env: {
        DATABASE_URL: app.settings.databaseUrl,
        LLMOPS_ENCRYPTION_KEY: keys.map((key) => key.toString('base64')).join(','),
      },
    });
    return { code: await command.exited, output: command.output() };
  }

  async function sealedWith(): Promise<Record<string, string | undefined>> {
    const rows = await app.query<{ slug: string; sealed: string }>(
      `SELECT slug, sealed_credentials AS sealed FROM providers
       UNION ALL SELECT name, sealed_secret FROM webhooks
       UNION ALL SELECT name || ' before', previous_sealed_secret FROM webhooks ORDER BY 1`,
    );
    return Object.fromEntries(rows.map(({ slug, sealed }) => [slug, sealed.split('.')[1]]));
  }

  it('names what does not open, leaves that as it is, and fails', async () => {
    const { code, output } = await rotate(lostKey);
    expect(code).toBe(1);
    expect(output).toContain(`main: it was sealed with key ${keyId(oldKey)}`);
    expect(output).toContain('other: ');
    expect(output).not.toContain(lostKey.toString('base64'));
    expect(await sealedWith()).toEqual({
      ...{ hook: keyId(oldKey), 'hook before': keyId(oldKey), main: keyId(oldKey), other: keyId(oldKey) },
      sandbox: keyId(lostKey),
    });
  }, 200_000);

  it('seals everything with the first key, after which the old one is not needed', async () => {
    const { code, output } = await rotate(newKey, oldKey);
    expect([code, output]).toEqual([
      0,
      expect.stringContaining('3 providers with the first key: main, other, sandbox'),
    ]);
    const all = ['hook', 'hook before', 'main', 'other', 'sandbox'].map((name) => [name, keyId(newKey)]);
    expect(await sealedWith()).toEqual(Object.fromEntries(all));
    const replica = await startReplica(app, { encryptionKeys: [newKey] });
    expect(await replica.ready()).toMatchObject({ status: 'ok', reasons: [] });
    await replica.stop();
  }, 200_000);
});

it('works on the embedded database with its key file', async () => {
  const env = { OPENAI_API_KEY: 'sk-of-the-rotation-test' };
  const first = startProcess({ dataDir, env });
  await first.until(/curl /);
  first.child.kill('SIGTERM');
  await first.exited;

  const file = join(dataDir, 'encryption-key');
  const [oldKey, newKey] = [readFileSync(file, 'utf8').trim(), randomBytes(32).toString('base64')];
  writeFileSync(file, `${newKey},${oldKey}\n`);
  const command = startProcess({ dataDir, script: 'rotate-key' });
  expect([await command.exited, command.output()]).toEqual([0, expect.stringContaining('openai, sandbox')]);

  writeFileSync(file, `${newKey}\n`);
  const again = startProcess({ dataDir });
  const [, url = ''] = await again.until(/(http:\/\/127\.0\.0\.1:\d+)/);
  const ready = (await (await fetch(`${url}/health/ready`)).json()) as object;
  again.child.kill('SIGTERM');
  await again.exited;
  expect(ready).toMatchObject({ status: 'ok', reasons: [] });
}, 400_000);
