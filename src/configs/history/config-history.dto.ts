import { ApiProperty } from '@nestjs/swagger';
import { DEMO_IDS } from '../../core/demo.js';
import { Id, VersionReference } from '../../core/http/fields.js';
import { PageQuery } from '../../core/http/page.js';
import { FALLBACK_TRIGGERS, type FallbackTrigger } from '../targeting/fallback-triggers.js';
import { isShadow } from '../targeting/arm-role.js';
import { ArmView, FallbackView } from '../targeting/targeting-rule.dto.js';
import { HISTORY_ACTIONS, type ConfigHistory } from './config-history.entity.js';
import type { ArmState, RuleState, TargetState } from './rule-state.js';

export class HistoryQuery extends PageQuery {
  @Id({ optional: true, description: 'Only the changes for this environment' })
  environmentId?: string;
}

export class RestoreBody {
  @Id({ description: 'An entry of the history', example: DEMO_IDS.history.development })
  historyId: string;
}

export class PromoteBody {
  @Id({ example: DEMO_IDS.environments.development })
  fromEnvironmentId: string;

  @Id({ example: DEMO_IDS.environments.staging })
  toEnvironmentId: string;

  @Id({
    optional: true,
    description: 'Only the version of this variant, in the rules of the other environment that name the variant',
  })
  variantId?: string;

  @VersionReference({
    optional: true,
    description: 'Of the variant: one that the first environment serves. Needed where it serves several',
  })
  version?: number | 'latest';
}

export class RuleChangeView {
  ruleId: string;

  @ApiProperty({ enum: ['added', 'changed', 'removed'] })
  change: string;

  /** Of a rule that was changed: the members that differ. */
  @ApiProperty({ type: [String] })
  fields: string[];
}

export class TargetStateView extends FallbackView {
  /** The number that `latest` stood for, or the version's own. */
  servedVersion: number;
}

export class ArmStateView extends ArmView {
  /** The number that `latest` stood for, or the version's own. */
  servedVersion: number;
}

export class RuleStateView {
  id: string;
  priority: number;
  enabled: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  conditions: object | null;

  stickyBy: string | null;

  @ApiProperty({ type: [ArmStateView] })
  split: ArmStateView[];

  @ApiProperty({ type: [TargetStateView] })
  fallbacks: TargetStateView[];

  @ApiProperty({ type: [String], enum: FALLBACK_TRIGGERS, nullable: true })
  fallbackOn: readonly FallbackTrigger[] | null;

  continueStreams: boolean;

  createdAt: string;
}

export class HistoryEntryView {
  id: string;
  configId: string;
  environmentId: string;

  /** `rules.found`: changed by a version of the gateway that kept no history. */
  @ApiProperty({ enum: HISTORY_ACTIONS })
  action: string;

  /** Who, `rollout` for one that went on by itself; null where that is not known. */
  by: string | null;
  at: string;

  /** The variant whose version was made or promoted; else null. */
  variantId: string | null;
  version: number | null;

  /** The entry whose rules were restored; else null. */
  fromHistoryId: string | null;

  /** Where the rules or the version were promoted from; else null. */
  fromEnvironmentId: string | null;

  /** The rollout that changed the rules, or was changed; else null. */
  rolloutId: string | null;

  /** Why a rollout did what nobody asked for; else null. */
  reason: string | null;

  @ApiProperty({ type: [RuleChangeView] })
  changes: RuleChangeView[];

  /** The rules for this environment as the change left them, in the order they are tried. */
  @ApiProperty({ type: [RuleStateView] })
  rules: RuleStateView[];
}

export function toHistoryEntryView(entry: ConfigHistory): HistoryEntryView {
  const { id, configId, environmentId, action, variantId, version, fromHistoryId, fromEnvironmentId } = entry;
  const { rolloutId, reason } = entry;
  return {
    ...{ id, configId, environmentId, action, by: entry.changedBy, at: entry.createdAt.toISOString() },
    ...{ variantId, version, fromHistoryId, fromEnvironmentId, rolloutId, reason },
    changes: entry.changes.map(({ ruleId, change, fields }) => ({ ruleId, change, fields: [...fields] })),
    rules: entry.rules.map(toRuleStateView),
  };
}

/** Member by member: PostgreSQL gives those of a jsonb in an order of its own. */
function toRuleStateView({ split, fallbacks, ...rule }: RuleState): RuleStateView {
  const { id, priority, enabled, conditions, stickyBy, fallbackOn, continueStreams = false, createdAt } = rule;
  return {
    ...{ id, priority, enabled, conditions, stickyBy },
    split: split.map((arm) => ({ ...toTargetView(arm), ...toRoleView(arm) })),
    fallbacks: fallbacks.map(toTargetView),
    ...{ fallbackOn, continueStreams },
    createdAt,
  };
}

function toRoleView(arm: ArmState) {
  if (!isShadow(arm)) return { weight: arm.weight };
  return { serve: arm.serve, share: arm.share, maxDailyCost: arm.maxDailyCost };
}

function toTargetView({ variantId, version, servedVersion }: TargetState) {
  return { variantId, version, servedVersion };
}
