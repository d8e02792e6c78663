import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import { ADMINISTRATOR } from '../../core/http/administrator.js';
import { ConfigHistory, type HistoryAction } from './config-history.entity.js';
import { endReplacedRollouts } from '../rollouts/end-replaced-rollouts.js';
import { diffRules } from './diff-rules.js';
import { keyOf, loadRuleStates, type RuleScope, type RuleState } from './rule-state.js';

/** What a change was, besides what it did to the rules. */
export interface ChangeCause extends Partial<
  Pick<
    ConfigHistory,
    'variantId' | 'version' | 'fromHistoryId' | 'fromEnvironmentId' | 'rolloutId' | 'reason' | 'changedBy'
  >
> {
  readonly action: HistoryAction;
}

/** Changes of single rules that change nothing leave no entry. */
const SILENT_ACTIONS: ReadonlySet<HistoryAction> = new Set(['rule.created', 'rule.changed', 'rule.deleted']);

/**
 * Makes a change, and leaves an entry for each of these scopes whose rules it changed. Only within a config transaction:
 * the change and its entries are there together or not at all, and nobody writes in between. A rollout of a rule whose
 * split is another one now is over.
 *
 * @returns the ids of the entries
 */
export async function recordChange(
  manager: EntityManager,
  { scopes, ...cause }: ChangeCause & { readonly scopes: readonly RuleScope[] },
  write: () => Promise<void>,
): Promise<readonly string[]> {
  const before = await loadRuleStates(manager, scopes);
  await recordFound(manager, scopes, before);
  await write();
  const after = await loadRuleStates(manager, scopes);
  await endReplacedRollouts(manager, [...after.values()].flat());
  const entries = scopes.flatMap((scope) => {
    const rules = after.get(keyOf(scope)) ?? [];
    const changes = diffRules(before.get(keyOf(scope)) ?? [], rules);
    if (changes.length === 0 && SILENT_ACTIONS.has(cause.action)) return [];
    return [{ id: randomUUID(), ...scope, changedBy: ADMINISTRATOR, ...cause, changes, rules }];
  });
  await manager.insert(ConfigHistory, entries);
  await dropOldest(manager, scopes);
  return entries.map(({ id }) => id);
}

/** Of each scope. An entry holds all rules, and a script may change them every minute. */
const MAX_ENTRIES = 1_000;

async function dropOldest(manager: EntityManager, scopes: readonly RuleScope[]): Promise<void> {
  await manager.query(
    `DELETE FROM config_history entry
     USING unnest($1::uuid[], $2::uuid[]) AS scope (config_id, environment_id)
     WHERE entry.config_id = scope.config_id AND entry.environment_id = scope.environment_id AND entry.sequence <= (
       SELECT sequence FROM config_history
       WHERE config_id = scope.config_id AND environment_id = scope.environment_id
       ORDER BY sequence DESC OFFSET ${MAX_ENTRIES} LIMIT 1
     )`,
    columnsOf(scopes),
  );
}

/** For `unnest`. */
function columnsOf(scopes: readonly RuleScope[]): readonly string[][] {
  return [scopes.map(({ configId }) => configId), scopes.map(({ environmentId }) => environmentId)];
}

/**
 * Where the last entry does not say what is there now, the rules were written by a version of the gateway without a
 * history. Their state gets an entry, so that it can be restored.
 */
async function recordFound(
  manager: EntityManager,
  scopes: readonly RuleScope[],
  states: ReadonlyMap<string, readonly RuleState[]>,
): Promise<void> {
  const last = await loadLastRules(manager, scopes);
  const entries = scopes.flatMap((scope) => {
    const [known, rules] = [last.get(keyOf(scope)) ?? [], states.get(keyOf(scope)) ?? []];
    if (isDeepStrictEqual(known, rules)) return [];
    const changes = diffRules(known, rules);
    return [{ id: randomUUID(), ...scope, action: 'rules.found' as const, changedBy: null, changes, rules }];
  });
  await manager.insert(ConfigHistory, entries);
}

async function loadLastRules(
  manager: EntityManager,
  scopes: readonly RuleScope[],
): Promise<ReadonlyMap<string, readonly RuleState[]>> {
  const rows = await manager.query<(RuleScope & { rules: readonly RuleState[] })[]>(
    `SELECT scope.config_id AS "configId", scope.environment_id AS "environmentId", last.rules
     FROM unnest($1::uuid[], $2::uuid[]) AS scope (config_id, environment_id)
     CROSS JOIN LATERAL (
       SELECT rules FROM config_history
       WHERE config_id = scope.config_id AND environment_id = scope.environment_id
       ORDER BY sequence DESC LIMIT 1
     ) last`,
    columnsOf(scopes),
  );
  return new Map(rows.map((row) => [keyOf(row), row.rules]));
}

/** Where rules name a variant. */
export function loadScopesWith(manager: EntityManager, variantId: string): Promise<RuleScope[]> {
  return manager.query<RuleScope[]>(
    `SELECT DISTINCT rule.config_id AS "configId", rule.environment_id AS "environmentId"
     FROM (SELECT rule_id FROM rule_arms WHERE variant_id = $1
           UNION SELECT rule_id FROM rule_fallbacks WHERE variant_id = $1) used
     JOIN targeting_rules rule ON rule.id = used.rule_id`,
    [variantId],
  );
}
