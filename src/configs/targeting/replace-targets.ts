import type { EntityManager } from 'typeorm';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { parseUsd } from '../../catalog/parse-usd.js';
import { RuleArm } from './rule-arm.entity.js';
import { RuleFallback } from './rule-fallback.entity.js';
import type { ArmBody, UpdateRuleBody } from './targeting-rule.dto.js';

/** Writes those lists of a rule's targets that are given, each whole. */
export async function replaceTargets(
  manager: EntityManager,
  ruleId: string,
  { split, fallbacks }: Pick<UpdateRuleBody, 'split' | 'fallbacks'>,
): Promise<void> {
  if (split) {
    await manager.delete(RuleArm, { ruleId });
    const arms = split.map(({ variantId, version, ...role }, position) => ({
      ...{ ruleId, position, variantId, ...toRoleColumns(role) },
      version: toColumn(version),
    }));
    await manager.insert(RuleArm, arms);
  }
  if (fallbacks) {
    await manager.delete(RuleFallback, { ruleId });
    const rows = fallbacks.map(({ variantId, version }, position) => ({
      ...{ ruleId, position, variantId },
      version: toColumn(version),
    }));
    if (rows.length > 0) await manager.insert(RuleFallback, rows);
  }
}

/** @param role checked by `checkSplit` */
function toRoleColumns({ weight, share, maxDailyCost }: Omit<ArmBody, 'variantId' | 'version'>) {
  const cost = parseUsd(maxDailyCost);
  return { weight: weight ?? 0, share: share ?? null, maxDailyCost: cost === null ? null : formatUsd(cost) };
}

function toColumn(version: number | 'latest' | undefined): number | null {
  return version === undefined || version === 'latest' ? null : version;
}
