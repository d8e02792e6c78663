import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createEmptyDatabase } from '../support/database.js';
import { completion, completionFrames, FakeUpstream, json, sse } from '../support/fake-upstream.js';
import { waitFor } from '../support/start-app.js';
import { startProcess } from '../support/start-process.js';

const CANARY = {
  admin: 'canary-admin-3f1c9a7745-0123456789',
  environment: 'canary-environment-81d2b06c-0123456',
  vendor: 'canary-vendor-key-c7710f55',
  organization: 'canary-organization-5aa1',
  wrong: 'canary-wrong-secret-90ab12',
  key: Buffer.from('canary-encryption-key-0123456789').toString('base64'),
};

function filesIn(directory: string): string[] {
  return readdirSync(directory).flatMap((name) => {
    const path = join(directory, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

async function loggedCalls(databaseUrl: string): Promise<number> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM request_logs');
  await client.end();
  return Number(rows[0]?.count);
}

async function dump(databaseUrl: string): Promise<string> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const tables = await client.query<{ tablename: string }>(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
  );
  let text = '';
  for (const { tablename } of tables.rows) {
    const rows = await client.query<{ row: string }>(`SELECT row_to_json(t)::text AS row FROM "${tablename}" t`);
    text += rows.rows.map(({ row }) => `${tablename}: ${row}\n`).join('');
  }
  await client.end();
  return text;
}

it('no secret shows anywhere: replies, headers, logs, journal, Swagger or a dump of the database', async () => {
  const root = mkdtempSync(join(tmpdir(), 'llmops-secrets-'));
  const dataDir = join(root, 'data');
  const database = await createEmptyDatabase();
  const upstream = await FakeUpstream.start();
  const gateway = startProcess({
    dataDir,
    env: {
      DATABASE_URL: database.url,
      LLMOPS_ADMIN_TOKEN: CANARY.admin,
      LLMOPS_ENVIRONMENT_SECRET: CANARY.environment,
      LLMOPS_ENCRYPTION_KEY: CANARY.key,
      LLMOPS_UPSTREAM_ALLOW: '127.0.0.0/8',
      LLMOPS_LOG_CONTENT: 'on',
    },
  });
  const seen: string[] = [];
  const shownToAdministrator: string[] = [];
  try {
    const [firstLines = ''] = await gateway.until(/[\s\S]*ready on http:\S+/);
    const url = /ready on (http:\S+)/.exec(firstLines)?.[1] ?? '';
    const ask = async (method: string, path: string, token: string | null, body?: unknown): Promise<void> => {
      const headers: Record<string, string> = { 'content-type': 'application/json' };
      if (token !== null) headers['authorization'] = `Bearer ${token}`;
      const reply = await fetch(url + path, {
        method,
        headers,
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      (token === CANARY.admin ? shownToAdministrator : seen).push(
        `${method} ${path} ${reply.status}\n${JSON.stringify([...reply.headers])}\n${await reply.text()}`,
      );
    };
    const admin = '/llmops/api/admin/v1';
    const provider = {
      vendor: 'openai',
      name: 'Main',
      slug: 'main',
      baseUrl: `${upstream.url}/v1`,
      credentials: { apiKey: CANARY.vendor, organization: CANARY.organization },
    };
    const chat = (fields: object = {}) => ({
      model: '@main/m',
      messages: [{ role: 'user', content: 'hi' }],
      ...fields,
    });

    await ask('POST', `${admin}/providers`, CANARY.admin, provider);
    await ask('POST', `${admin}/providers`, CANARY.admin, provider);
    await ask('POST', `${admin}/providers`, CANARY.admin, {
      ...provider,
      credentials: { apiKey: CANARY.vendor, extra: CANARY.vendor },
    });
    for (const path of ['/providers', '/environments', '/variants', '/configs'])
      await ask('GET', admin + path, CANARY.admin);
    await ask('GET', `${admin}/providers`, CANARY.wrong);
    upstream.respond = json(completion);
    await ask('POST', '/v1/chat/completions', CANARY.environment, chat());
    await ask('POST', '/v1/chat/completions', CANARY.wrong, chat());
    await ask('POST', '/v1/chat/completions', null, chat());
    upstream.respond = sse(completionFrames);
    await ask('POST', '/v1/chat/completions', CANARY.environment, chat({ stream: true }));
    const echo = `you sent Bearer ${CANARY.vendor} for ${CANARY.organization}, key ${CANARY.vendor}`;
    for (const status of [400, 401, 403, 404, 429, 500]) {
      upstream.respond = json({ error: { message: echo, type: 'x', code: null, param: null } }, status, {
        'x-echo': CANARY.vendor,
      });
      await ask('POST', '/v1/chat/completions', CANARY.environment, chat());
    }
    await ask('GET', '/llmops/api/openapi.json', null);
    await ask('GET', '/health/ready', null);
    // Eight calls by a secret that is known.
    await waitFor(async () => ((await loggedCalls(database.url)) >= 8 ? true : undefined), 'the records');
    await ask('GET', `${admin}/requests`, CANARY.admin);
    expect(upstream.calls[0]?.headers['authorization']).toBe(`Bearer ${CANARY.vendor}`);

    gateway.child.kill('SIGTERM');
    expect(await gateway.exited).toBe(0);
    const logs = gateway.output().slice(firstLines.length);
    // The curl line of the first start shows the environment's secret, that once.
    const afterFirstStart = logs.slice(logs.indexOf('\n{'));
    const files = filesIn(dataDir).map((file) => readFileSync(file, 'latin1'));
    const everything = {
      replies: seen.join('\n'),
      administration: shownToAdministrator.join('\n'),
      logs: afterFirstStart,
      files: files.join('\n'),
      database: await dump(database.url),
    };
    expect(everything.database).toContain('request_logs');
    for (const [place, text] of Object.entries(everything)) {
      for (const [name, canary] of Object.entries(CANARY)) {
        // An organization is no secret: who may change it may read it.
        if (place === 'administration' && name === 'organization') continue;
        expect(
          text.includes(canary)
            ? `${place} shows the ${name} canary: …${text.slice(text.indexOf(canary) - 200, text.indexOf(canary))}`
            : null,
        ).toBeNull();
      }
    }
  } finally {
    gateway.child.kill('SIGKILL');
    await gateway.exited;
    await upstream.close();
    await database.drop();
    rmSync(root, { recursive: true, force: true });
  }
}, 120_000);
