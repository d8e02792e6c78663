import OpenAI from 'openai';
import { DataSource } from 'typeorm';
import { SecretUses } from '../../src/configs/environments/secret-uses.js';
import { dataSourceOptions } from '../../src/core/database.js';
import { startApp, waitFor, type TestApp } from '../support/start-app.js';

interface Secret {
  readonly id: string;
  readonly secret: string;
  readonly lastUsedAt: string | null;
}

describe('the use of secrets', () => {
  let app: TestApp;
  let dataSource: DataSource;
  beforeAll(async () => {
    app = await startApp();
    dataSource = await new DataSource(dataSourceOptions(app.settings.databaseUrl, 1)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await app.stop();
  });

  const make = (body: object) => app.admin<Secret>('POST', `/environments/${app.environmentId}/secrets`, body);
  const read = async (id: string) =>
    (await app.admin<{ items: Secret[] }>('GET', `/environments/${app.environmentId}/secrets`)).items.find(
      (secret) => secret.id === id,
    );
  const models = (secret: string) =>
    fetch(`${app.url}/v1/models`, { headers: { authorization: `Bearer ${secret}` } }).then(async (reply) => {
      await reply.arrayBuffer();
      return reply.status;
    });
  const revision = async () => (await app.query<{ revision: string }>('SELECT revision FROM config_revision'))[0];

  it('is shown, later than it happened, and changes no configuration', async () => {
    const { id, secret } = await make({ name: 'Billing' });
    const before = await revision();
    expect((await read(id))?.lastUsedAt).toBeNull();
    expect(await models(secret)).toBe(200);
    const used = await waitFor(async () => (await read(id))?.lastUsedAt ?? undefined, 'the use of a secret');
    expect(used).toMatch(/^\d{4}-.*Z$/);
    expect(await revision()).toEqual(before);
  });

  it('never goes back, and forgets secrets that were deleted', async () => {
    const { id } = await make({});
    const gone = await make({});
    await app.admin('DELETE', `/environments/${app.environmentId}/secrets/${gone.id}`);
    const uses = new SecretUses(dataSource);
    uses.add(gone.id, new Date());
    uses.add(id, new Date('2026-01-01T00:00:00Z'));
    await uses.flush();
    const used = (await read(id))?.lastUsedAt;
    uses.add(id, new Date('2001-01-01T00:00:00Z'));
    await uses.flush();
    expect((await read(id))?.lastUsedAt).toBe(used);
    expect(used).toBe('2026-01-01T00:00:00.000Z');
  });

  it('never lies ahead of the database, whatever the clock of a replica says', async () => {
    const { id } = await make({});
    const uses = new SecretUses(dataSource);
    uses.add(id, new Date('2999-01-01T00:00:00Z'));
    await uses.flush();
    const [row] = await app.query<{ ahead: boolean }>(
      'SELECT last_used_at > clock_timestamp() AS ahead FROM environment_secret_uses WHERE secret_id = $1',
      [id],
    );
    expect(row?.ahead).toBe(false);
  });

  it('is kept where it could not be written, and written later', async () => {
    const { id } = await make({});
    const uses = new SecretUses(dataSource);
    await app.query('ALTER TABLE environment_secret_uses RENAME TO elsewhere');
    uses.add(id, new Date());
    await uses.flush();
    await app.query('ALTER TABLE elsewhere RENAME TO environment_secret_uses');
    expect((await read(id))?.lastUsedAt).toBeNull();
    await uses.flush();
    expect((await read(id))?.lastUsedAt).not.toBeNull();
  });

  it('ends with the secret', async () => {
    const { secret, id } = await make({ expiresAt: '2099-01-01T00:00:00Z' });
    expect(await models(secret)).toBe(200);
    await app.query("UPDATE environment_secrets SET expires_at = now() - interval '1 second' WHERE id = $1", [id]);
    await make({});
    expect(await models(secret)).toBe(401);
  });
});

describe('direct access', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startApp();
    for (const slug of ['one', 'two'])
      await app.admin('POST', '/providers', { vendor: 'sandbox', name: slug, slug, credentials: {} });
  });
  afterAll(() => app.stop());

  const allow = (directAccess: unknown) => app.admin('PATCH', `/environments/${app.environmentId}`, { directAccess });
  const ask = (slug: string) =>
    app
      .openai()
      .chat.completions.create({ model: `@${slug}/sandbox-1`, messages: [{ role: 'user', content: 'hi' }] })
      .then(
        () => 200,
        (error: unknown) => (error instanceof OpenAI.APIError ? `${error.status} ${error.code}` : error),
      );
  const listed = async () => {
    const models = await app.openai().models.list();
    return [...new Set(models.data.map(({ id }) => id.split('/', 1)[0]))];
  };

  it.each([
    ['on', 200, 200, ['@one', '@two']],
    [['two'], '404 provider_not_found', 200, ['@two']],
    ['off', '404 provider_not_found', '404 provider_not_found', []],
  ] as const)('%j', async (access, one, two, names) => {
    await allow(access);
    expect([await ask('one'), await ask('two')]).toEqual([one, two]);
    expect(await listed()).toEqual(names);
  });
});
