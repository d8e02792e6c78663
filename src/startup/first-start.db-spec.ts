import type { DataSource } from 'typeorm';
import { defined } from '../../test/support/defined.js';
import { createTestDatabase, type TestDatabase } from '../../test/support/database.js';
import { hashSecretToken } from '../configs/environments/secret-token.js';
import { createAddressGuard } from '../core/address-guard.js';
import { createSecretBox } from '../core/secret-box.js';
import { configurationDataSource } from './prepare-database.js';
import type { Environment } from './read-settings.js';
import { findLateVendors, seedFirstStart, type FirstStartTools } from './first-start.js';
import { ProviderRegistry } from '../providers/provider-registry.js';

let database: TestDatabase;
let dataSource: DataSource;
const secretBox = createSecretBox([Buffer.alloc(32, 1)]);

beforeEach(async () => {
  database = await createTestDatabase();
  dataSource = await configurationDataSource(database.url, 4).initialize();
});

afterEach(async () => {
  await dataSource.destroy();
  await database.drop();
});

function tools(environment: Environment = {}, environmentSecret: string | null = null): FirstStartTools {
  const guard = createAddressGuard([]);
  return { registry: new ProviderRegistry(), secretBox, guard, environment, environmentSecret };
}

type Row = Record<string, unknown>;

describe('seedFirstStart', () => {
  it('makes environments, a secret, the sandbox and a demo that every environment can call', async () => {
    const made = await seedFirstStart(dataSource, tools());
    expect(made).toMatchObject({ madeSecret: expect.stringMatching(/^llmops_/), providers: [], skipped: [] });

    expect(await dataSource.query<Row[]>('SELECT slug, is_production FROM environments ORDER BY slug')).toEqual([
      { slug: 'development', is_production: false },
      { slug: 'production', is_production: true },
      { slug: 'staging', is_production: false },
    ]);
    const [secret] = await dataSource.query<Row[]>(
      'SELECT e.slug, s.hash, s.hint FROM environment_secrets s JOIN environments e ON e.id = s.environment_id',
    );
    expect(secret).toEqual({
      slug: 'production',
      hash: hashSecretToken(defined(made?.madeSecret)),
      hint: made?.madeSecret?.slice(-4),
    });
    const rules = await dataSource.query<Row[]>(`
      SELECT c.slug AS config, p.slug AS provider, v.model, a.weight, a.version FROM targeting_rules r
      JOIN configs c ON c.id = r.config_id JOIN rule_arms a ON a.rule_id = r.id
      JOIN variant_versions v ON v.variant_id = a.variant_id JOIN providers p ON p.id = v.provider_id`);
    expect(rules).toHaveLength(3);
    expect(rules[0]).toEqual({
      config: 'demo',
      provider: 'sandbox',
      model: 'sandbox-1',
      weight: 10_000,
      version: null,
    });
  });

  it('makes a provider of a vendor’s usual variables, its key sealed for its row', async () => {
    const made = await seedFirstStart(dataSource, tools({ OPENAI_API_KEY: 'sk-canary' }));
    expect(made?.providers).toEqual(['openai']);
    const [row] = await dataSource.query<[{ id: string; sealed_credentials: string }]>(
      `SELECT id, sealed_credentials FROM providers WHERE slug = 'openai'`,
    );
    expect(row.sealed_credentials).not.toContain('canary');
    expect(JSON.parse(secretBox.open(row.sealed_credentials, row.id))).toEqual({ apiKey: 'sk-canary' });
  });

  it('starts without a vendor whose variables are not valid, and says why', async () => {
    const made = await seedFirstStart(
      dataSource,
      tools({ OPENAI_API_KEY: 'sk-1', OPENAI_BASE_URL: 'http://10.0.0.1/v1' }),
    );
    expect(made).toMatchObject({ providers: [], skipped: [expect.stringContaining('10.0.0.1')] });
  });

  it('takes the secret that it is given', async () => {
    const given = 'a-given-secret-of-32-characters-';
    expect((await seedFirstStart(dataSource, tools({}, given)))?.madeSecret).toBeNull();
    const [row] = await dataSource.query<Row[]>('SELECT hash FROM environment_secrets');
    expect(row).toEqual({ hash: hashSecretToken(given) });
  });

  it('happens once, however many replicas start together', async () => {
    const starts = await Promise.all([1, 2, 3].map(() => seedFirstStart(dataSource, tools())));
    expect(starts.filter((made) => made !== null)).toHaveLength(1);
    expect(await seedFirstStart(dataSource, tools())).toBeNull();
    expect(await dataSource.query('SELECT count(*)::int AS n FROM environments')).toEqual([{ n: 3 }]);
  });

  it('names vendors whose variables were set later, and those alone', async () => {
    await seedFirstStart(dataSource, tools({ OPENAI_API_KEY: 'sk-1' }));
    const environment = { OPENAI_API_KEY: 'sk-2', GROQ_API_KEY: 'gsk', AZURE_OPENAI_API_KEY: 'k' };
    const late = await findLateVendors(dataSource, tools(environment));
    expect(late.providers.map(({ variable }) => variable)).toEqual(['GROQ_API_KEY']);
    expect(late.skipped.map(({ vendor }) => vendor)).toEqual(['azure']);
  });

  it('leaves a database alone that somebody configured', async () => {
    await dataSource.query(`INSERT INTO configs (name, slug) VALUES ('Own', 'own')`);
    expect(await seedFirstStart(dataSource, tools())).toBeNull();
    expect(await dataSource.query('SELECT count(*)::int AS n FROM environments')).toEqual([{ n: 0 }]);
  });
});
