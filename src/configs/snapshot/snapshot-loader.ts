import type { DataSource, QueryRunner } from 'typeorm';
import type { SnapshotRows } from './snapshot-rows.js';

const QUERIES = {
  environments: `SELECT id, slug, default_config_id, log_content, direct_access, max_concurrent_calls
    FROM environments`,
  secrets: `SELECT id, name, environment_id, hash, expires_at FROM environment_secrets
    WHERE expires_at IS NULL OR expires_at > now()`,
  providers: `SELECT id, slug, name, vendor, sealed_credentials, base_url, enabled, pricing_model_map
    FROM providers ORDER BY slug`,
  configs: 'SELECT id, slug, name FROM configs ORDER BY slug',
  versions: `SELECT v.id, v.variant_id, variants.name AS variant_name, v.version, v.provider_id, v.model, v.parameters,
      v.parameter_modes, v.system_prompt, v.timeouts, v.retry,
      v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id) AS is_latest
    FROM variant_versions v JOIN variants ON variants.id = v.variant_id
    WHERE v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id)
      OR EXISTS (SELECT FROM rule_arms a WHERE a.variant_id = v.variant_id AND a.version = v.version)
      OR EXISTS (SELECT FROM rule_fallbacks f WHERE f.variant_id = v.variant_id AND f.version = v.version)`,
  rules: `SELECT id, config_id, environment_id, priority, conditions FROM targeting_rules
    WHERE enabled ORDER BY priority DESC, created_at, id`,
  arms: 'SELECT rule_id, variant_id, version, weight FROM rule_arms ORDER BY rule_id, position',
  fallbacks: 'SELECT rule_id, variant_id, version FROM rule_fallbacks ORDER BY rule_id, position',
} as const;

/** All configuration at one revision, read in one REPEATABLE READ transaction. */
export async function loadSnapshotRows(dataSource: DataSource): Promise<SnapshotRows> {
  const runner = dataSource.createQueryRunner();
  await runner.connect();
  try {
    await runner.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const rows = await readAll(runner);
    await runner.query('COMMIT');
    return rows;
  } catch (error) {
    await runner.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    await runner.release();
  }
}

async function readAll(runner: QueryRunner): Promise<SnapshotRows> {
  const all = async <Row>(sql: string): Promise<Row[]> => (await runner.query(sql)) as Row[];
  const [head] = await all<{ revision: string }>('SELECT revision FROM config_revision');
  return {
    revision: head?.revision ?? '0',
    environments: await all(QUERIES.environments),
    secrets: await all(QUERIES.secrets),
    providers: await all(QUERIES.providers),
    configs: await all(QUERIES.configs),
    versions: await all(QUERIES.versions),
    rules: await all(QUERIES.rules),
    arms: await all(QUERIES.arms),
    fallbacks: await all(QUERIES.fallbacks),
  };
}

/** The revision alone, for the slow poll in case a notice was lost. */
export async function loadRevision(dataSource: DataSource): Promise<string> {
  const rows = await dataSource.query<{ revision: string }[]>('SELECT revision FROM config_revision');
  return rows[0]?.revision ?? '0';
}
