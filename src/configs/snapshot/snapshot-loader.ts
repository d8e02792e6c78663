import { changedPricesSql } from '../../catalog/stored-price.js';
import { loadRevision } from '../../core/config-revision.js';
import { selectListOf } from '../../core/entity-columns.js';
import { accountsSql } from '../../providers/accounts/account-rows.js';
import { Config } from '../configs/config.entity.js';
import { EnvironmentSecret } from '../environments/environment-secret.entity.js';
import { Environment } from '../environments/environment.entity.js';
import { RuleArm } from '../targeting/rule-arm.entity.js';
import { RuleFallback } from '../targeting/rule-fallback.entity.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import { VariantVersion } from '../variants/variant-version.entity.js';
import type { SnapshotClient } from './snapshot-connection.js';
import { COLUMNS, type SnapshotRows } from './snapshot-rows.js';

/** Times are read as numbers, since the session's settings decide how a date is written. */
const QUERIES = {
  environments: `SELECT ${selectListOf(Environment, COLUMNS.environments, 'environments')} FROM environments`,
  secrets: `SELECT ${selectListOf(EnvironmentSecret, COLUMNS.secrets, 'environment_secrets')},
      (extract(epoch FROM expires_at) * 1000)::text AS "expiresAtMs"
    FROM environment_secrets WHERE expires_at IS NULL OR expires_at > clock_timestamp()`,
  configs: `SELECT ${selectListOf(Config, COLUMNS.configs, 'configs')} FROM configs ORDER BY slug`,
  versions: `SELECT ${selectListOf(VariantVersion, COLUMNS.versions, 'v')}, variants.name AS "variantName",
      v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id) AS "isLatest"
    FROM variant_versions v JOIN variants ON variants.id = v.variant_id
    WHERE v.version = (SELECT max(version) FROM variant_versions WHERE variant_id = v.variant_id)
      OR EXISTS (SELECT FROM rule_arms a WHERE a.variant_id = v.variant_id AND a.version = v.version)
      OR EXISTS (SELECT FROM rule_fallbacks f WHERE f.variant_id = v.variant_id AND f.version = v.version)`,
  contents: `SELECT ${selectListOf(VariantVersion, COLUMNS.contents, 'variant_versions')}
    FROM variant_versions WHERE id = ANY ($1::uuid[])`,
  rules: `SELECT ${selectListOf(TargetingRule, COLUMNS.rules, 'targeting_rules')}, conditions::text AS conditions
    FROM targeting_rules WHERE enabled ORDER BY priority DESC, created_at, id`,
  arms: `SELECT ${selectListOf(RuleArm, COLUMNS.arms, 'rule_arms')} FROM rule_arms ORDER BY rule_id, position`,
  fallbacks: `SELECT ${selectListOf(RuleFallback, COLUMNS.fallbacks, 'rule_fallbacks')}
    FROM rule_fallbacks ORDER BY rule_id, position`,
} as const;

/** Of one statement of a load. */
const LOAD_WITHIN_MS = 15_000;

/** What need not be read again. */
export interface KnownRows {
  /** Versions whose content is known: it never changes. */
  isKnown(versionId: string): boolean;
  /** Sequence of the last change of a price that is known. */
  readonly pricesUntil: string;
}

/**
 * All configuration at one revision, read in one REPEATABLE READ transaction.
 *
 * @returns of the prices, those that were changed since what is known
 */
export async function loadSnapshotRows(client: SnapshotClient, known: KnownRows): Promise<SnapshotRows> {
  client.answerWithinMs = LOAD_WITHIN_MS;
  const all = async <Row>(sql: string, values?: unknown[]): Promise<readonly Row[]> =>
    (await client.query(sql, values)).rows as readonly Row[];
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const { revision } = await loadRevision(client);
  const versions = await all<SnapshotRows['versions'][number]>(QUERIES.versions);
  const unknown = versions.map(({ id }) => id).filter((id) => !known.isKnown(id));
  const rows: SnapshotRows = {
    revision,
    environments: await all(QUERIES.environments),
    secrets: await all(QUERIES.secrets),
    accounts: await all(accountsSql()),
    configs: await all(QUERIES.configs),
    versions,
    contents: unknown.length === 0 ? [] : await all(QUERIES.contents, [unknown]),
    rules: await all(QUERIES.rules),
    arms: await all(QUERIES.arms),
    fallbacks: await all(QUERIES.fallbacks),
    prices: await all(changedPricesSql(), [known.pricesUntil]),
  };
  await client.query('COMMIT');
  return rows;
}
