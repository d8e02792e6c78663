import type { EntityManager } from 'typeorm';
import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import { Environment } from '../environments/environment.entity.js';
import { FactSourceError, parseStickyBy } from '../snapshot/call-facts.js';
import { ConditionsError, parseConditions } from '../snapshot/conditions.js';
import { checkRepeats, checkSplit } from './check-split.js';
import type { FallbackBody, UpdateRuleBody } from './targeting-rule.dto.js';

/** What is wrong with those parts of a rule that are given, beyond their form. */
export async function checkRule(manager: EntityManager, body: UpdateRuleBody): Promise<FieldError[]> {
  return [
    ...checkConditions(body.conditions),
    ...checkStickyBy(body.stickyBy),
    ...checkSplit(body.split ?? []),
    ...checkRepeats('fallbacks', body.fallbacks ?? []),
    ...(await checkEnvironment(manager, body.environmentId)),
    ...(await checkVariants(manager, body)),
  ];
}

function checkConditions(conditions: UpdateRuleBody['conditions']): FieldError[] {
  if (conditions === null || conditions === undefined) return [];
  try {
    parseConditions(conditions);
    return [];
  } catch (error) {
    if (!(error instanceof ConditionsError)) throw error;
    return [{ pointer: `/conditions${error.pointer}`, detail: error.message }];
  }
}

function checkStickyBy(stickyBy: string | null | undefined): FieldError[] {
  if (stickyBy === null || stickyBy === undefined) return [];
  try {
    parseStickyBy(stickyBy);
    return [];
  } catch (error) {
    if (!(error instanceof FactSourceError)) throw error;
    return [{ pointer: '/stickyBy', detail: error.message }];
  }
}

async function checkEnvironment(manager: EntityManager, id: string | undefined): Promise<FieldError[]> {
  if (id === undefined || (await manager.existsBy(Environment, { id }))) return [];
  return [{ pointer: '/environmentId', detail: 'there is no such environment' }];
}

async function checkVariants(
  manager: EntityManager,
  { split = [], fallbacks = [] }: UpdateRuleBody,
): Promise<FieldError[]> {
  const ids = [...split, ...fallbacks].map((target) => target.variantId);
  if (ids.length === 0) return [];
  // Versions are numbered without gaps and never deleted alone: the latest number tells which exist.
  const rows = await manager.query<{ id: string; latest: number | null }[]>(
    `SELECT variant.id, (SELECT max(version) FROM variant_versions WHERE variant_id = variant.id) AS latest
     FROM variants variant WHERE variant.id = ANY($1)`,
    [ids],
  );
  const latest = new Map(rows.map((row) => [row.id, row.latest ?? 0]));
  return [...checkTargets('split', split, latest), ...checkTargets('fallbacks', fallbacks, latest)];
}

function checkTargets(
  field: string,
  targets: readonly FallbackBody[],
  latest: ReadonlyMap<string, number>,
): FieldError[] {
  return targets.flatMap(({ variantId, version = 'latest' }, index) => {
    const at = (name: string) => toPointer([field, String(index), name]);
    const number = latest.get(variantId.toLowerCase());
    if (number === undefined) return [{ pointer: at('variantId'), detail: 'there is no such variant' }];
    if (number === 0) return [{ pointer: at('variantId'), detail: 'this variant has no version yet' }];
    const isThere = version === 'latest' || version <= number;
    return isThere ? [] : [{ pointer: at('version'), detail: `the latest version of this variant is ${number}` }];
  });
}
