import type { QueryResultRow } from 'pg';
import type { DatabaseClient } from '../../core/database-client.js';
import type { SnapshotRows } from './snapshot-rows.js';

/** Dates travel as numbers in text, for what a date looks like is the session's to say. */
const QUERIES = {
  environments: `SELECT id, slug, default_config_id, log_content, direct_access, max_concurrent_calls
    FROM environments`,
  secrets: `SELECT id, name, environment_id, hash, (extract(epoch FROM expires_at) * 1000)::text AS expires_at_ms
    FROM environment_secrets WHERE expires_at IS NULL OR expires_at > clock_timestamp()`,
  providers: `SELECT id, slug, name, vendor, sealed_credentials, base_url, enabled, pricing_model_map,
      stream_options, developer_role
    FROM providers ORDER BY slug`,
  configs: 'SELECT id, slug, name FROM configs ORDER BY slug',
  versions: `SELECT v.id, v.variant_id, variants.name AS variant_name, v.version, v.provider_id,
      v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id) AS is_latest
    FROM variant_versions v JOIN variants ON variants.id = v.variant_id
    WHERE v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id)
      OR EXISTS (SELECT FROM rule_arms a WHERE a.variant_id = v.variant_id AND a.version = v.version)
      OR EXISTS (SELECT FROM rule_fallbacks f WHERE f.variant_id = v.variant_id AND f.version = v.version)`,
  contents: `SELECT id, model, parameters, parameter_modes, system_prompt, timeouts, retry
    FROM variant_versions WHERE id = ANY ($1::uuid[])`,
  rules: `SELECT id, config_id, environment_id, priority, conditions::text AS conditions FROM targeting_rules
    WHERE enabled ORDER BY priority DESC, created_at, id`,
  arms: 'SELECT rule_id, variant_id, version, weight FROM rule_arms ORDER BY rule_id, position',
  fallbacks: 'SELECT rule_id, variant_id, version FROM rule_fallbacks ORDER BY rule_id, position',
} as const;

/** Of one statement of a load. */
const LOAD_WITHIN_MS = 15_000;

/** What the database is at, and when it was asked. */
export interface SnapshotHead {
  readonly revision: string;
  /** The database's clock, milliseconds since 1970; NaN where it could not be read. */
  readonly databaseMs: number;
}

/** One row: whether anything changed, and what time it is for secrets. */
export async function loadHead(client: DatabaseClient): Promise<SnapshotHead> {
  const { rows } = await client.query<{ revision: string; database_ms: string }>(
    `SELECT (SELECT revision FROM config_revision)::text AS revision,
       (extract(epoch FROM clock_timestamp()) * 1000)::text AS database_ms`,
  );
  return { revision: rows[0]?.revision ?? '0', databaseMs: Number(rows[0]?.database_ms ?? Number.NaN) };
}

/**
 * All configuration at one revision, read in one REPEATABLE READ transaction.
 *
 * @param isKnown versions whose content need not be read again: it never changes
 */
export async function loadSnapshotRows(
  client: DatabaseClient,
  isKnown: (versionId: string) => boolean,
): Promise<SnapshotRows> {
  client.answerWithinMs = LOAD_WITHIN_MS;
  const all = async <Row extends QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]> =>
    (await client.query<Row>(sql, values && [...values])).rows;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { revision } = await loadHead(client);
  const versions = await all<SnapshotRows['versions'][number]>(QUERIES.versions);
  const unknown = versions.map(({ id }) => id).filter((id) => !isKnown(id));
  const rows: SnapshotRows = {
    revision,
    environments: await all(QUERIES.environments),
    secrets: await all(QUERIES.secrets),
    providers: await all(QUERIES.providers),
    configs: await all(QUERIES.configs),
    versions,
    contents: unknown.length === 0 ? [] : await all(QUERIES.contents, [unknown]),
    rules: await all(QUERIES.rules),
    arms: await all(QUERIES.arms),
    fallbacks: await all(QUERIES.fallbacks),
  };
  await client.query('COMMIT');
  return rows;
}
