import { readFileSync } from 'node:fs';
import { readSettings } from '../startup/read-settings.js';
import { settingsInForce } from './settings-in-force.js';

const SECRETS = ['t'.repeat(40), 's'.repeat(40), 'dbpassword', 'proxypassword', 'clickpassword'] as const;

function inForce(environment: Record<string, string>) {
  const settings = readSettings(environment);
  return settingsInForce({
    ...settings,
    databaseUrl: settings.databaseUrl ?? 'postgres:///gateway?host=/data/socket',
    adminToken: settings.adminToken ?? 'generated',
  });
}

describe('settingsInForce', () => {
  it('has each setting that is documented, and no other', () => {
    const rows = readFileSync('docs/settings.md', 'utf8').matchAll(/^\| ((?:`[A-Z_]+`(?:, )?)+) +\| /gm);
    const documented = [...rows].flatMap(([, names = '']) => names.match(/[A-Z_]+/g) ?? []);
    const names = inForce({}).map(({ name }) => name);
    expect(names.filter((name) => !documented.includes(name))).toEqual([]);
    expect(
      documented.filter((name) => /^(LLMOPS_|HOST|PORT|DATABASE_URL)/.test(name) && !names.includes(name)),
    ).toEqual([]);
  });

  it('shows values and no secret', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const shown = inForce({
      LLMOPS_ADMIN_TOKEN: SECRETS[0],
      LLMOPS_ENVIRONMENT_SECRET: SECRETS[1],
      LLMOPS_ENCRYPTION_KEY: key,
      DATABASE_URL: `postgres://gateway:${SECRETS[2]}@db.internal:5432/gateway?options=${SECRETS[2]}`,
      HTTPS_PROXY: `http://user:${SECRETS[3]}@proxy.internal:3128`,
      LLMOPS_CLICKHOUSE_URL: `http://user:${SECRETS[4]}@clickhouse.internal:8123/gateway`,
      LLMOPS_LOG_CONTENT: 'on',
      LLMOPS_BODY_LIMIT: '1kb',
    });
    const text = JSON.stringify(shown);
    for (const secret of [...SECRETS, key]) expect(text).not.toContain(secret);
    expect(shown).toEqual(
      expect.arrayContaining([
        { name: 'DATABASE_URL', value: 'postgres://db.internal:5432/gateway', isSecret: false },
        { name: 'HTTPS_PROXY', value: 'http://proxy.internal:3128/', isSecret: false },
        { name: 'LLMOPS_LOG_CONTENT', value: 'on', isSecret: false },
        { name: 'LLMOPS_BODY_LIMIT', value: '1024', isSecret: false },
        { name: 'LLMOPS_ADMIN_TOKEN', value: null, isSecret: true },
        { name: 'LLMOPS_ENCRYPTION_KEY', value: null, isSecret: true },
      ]),
    );
  });

  it('says of a secret that is not set that it is not', () => {
    expect(inForce({})).toContainEqual({ name: 'LLMOPS_ENVIRONMENT_SECRET', value: null, isSecret: false });
  });
});
