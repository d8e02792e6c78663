import type { EntityManager } from 'typeorm';
import { DEFAULT_LIMIT, fromCursor, toCursor, type Page } from '../../core/http/page.js';
import type { RuleTargetsQuery, RuleTargetView } from './rule-target.dto.js';

/** Every place at which a rule names a variant. */
export const ALL_TARGETS = `
  SELECT rule_id, position, variant_id, version, share, CASE WHEN share IS NULL THEN weight END AS weight,
    CASE WHEN share IS NULL THEN 'arm' ELSE 'shadow' END AS role
  FROM rule_arms
  UNION ALL SELECT rule_id, position, variant_id, version, NULL, NULL, 'fallback' FROM rule_fallbacks`;

const SELECT_TARGETS = `
  SELECT config.id AS "configId", config.slug AS config, environment.id AS "environmentId",
    environment.slug AS environment, rule.id AS "ruleId", rule.priority, rule.enabled,
    target.role, target.position, target.weight, target.share, variant.id AS "variantId", variant.name AS variant,
    target.version, served.version AS "servedVersion", served.provider_id AS "providerId", served.model
  FROM (${ALL_TARGETS}) AS target
  JOIN targeting_rules AS rule ON rule.id = target.rule_id
  JOIN configs AS config ON config.id = rule.config_id
  JOIN environments AS environment ON environment.id = rule.environment_id
  JOIN variants AS variant ON variant.id = target.variant_id
  LEFT JOIN LATERAL (
    SELECT version, provider_id, model FROM variant_versions
    WHERE variant_id = target.variant_id AND version = coalesce(target.version, version)
    ORDER BY version DESC LIMIT 1
  ) AS served ON true
  WHERE ($1::uuid IS NULL OR target.variant_id = $1) AND ($2::uuid IS NULL OR served.provider_id = $2)`;

/** All columns together are unique. */
const ORDER = 'config.slug, environment.slug, rule.id::text, target.role, target.position';
const ORDER_COLUMNS = 5;
const NOWHERE = [null, null, null, null, null];

type Row = Omit<RuleTargetView, 'version'> & { readonly version: number | null };

/** The arms and fallbacks of all rules, by config, environment and rule. */
export async function loadRuleTargets(
  manager: EntityManager,
  { variantId, providerId, limit = DEFAULT_LIMIT, cursor }: RuleTargetsQuery,
): Promise<Page<RuleTargetView>> {
  const [config, environment, ruleId, role, position] = cursor === undefined ? [] : fromCursor(cursor, ORDER_COLUMNS);
  const after = cursor === undefined ? NOWHERE : [config, environment, ruleId, role, Number(position)];
  const rows = await manager.query<Row[]>(
    `${SELECT_TARGETS}
       AND ($3::text IS NULL OR (${ORDER}) > ($3::text, $4::text, $5::text, $6::text, $7::text::numeric))
     ORDER BY ${ORDER} LIMIT $8`,
    [variantId ?? null, providerId ?? null, ...after, limit + 1],
  );
  const items = rows.slice(0, limit).map(toView);
  return { items, nextCursor: rows.length > limit ? cursorOf(items.at(-1)) : null };
}

function toView({ version, ...row }: Row): RuleTargetView {
  return { ...row, version: version ?? 'latest' };
}

function cursorOf(target: RuleTargetView | undefined): string | null {
  if (target === undefined) return null;
  const { config, environment, ruleId, role, position } = target;
  return toCursor([config, environment, ruleId, role, position]);
}
