import { ApiProperty } from '@nestjs/swagger';
import { DEMO_IDS } from '../../core/demo.js';
import { Flag, Id, JsonField, ListOf, VersionReference, Whole } from '../../core/http/fields.js';
import type { JsonObject } from '../../core/json.js';
import type { TargetingRule } from './targeting-rule.entity.js';

const MAX_CONDITIONS_BYTES = 64 * 1024;
const MAX_PRIORITY = 1_000_000;
const MAX_ARMS = 100;
const MAX_FALLBACKS = 20;
const PRIORITY = 'The highest is tried first; the first rule that matches wins';
const CONDITIONS =
  'Tag → value, list of values, or `{in, notIn, prefix, exists}`; all must match. Null matches every call';

export class ArmBody {
  @Id({ example: DEMO_IDS.variant })
  variantId: string;

  @VersionReference({ optional: true, description: '`latest` when absent', example: 'latest' })
  version?: number | 'latest';

  @Whole(0, 10_000, { description: 'Ten-thousandths of the callers; a split sums to 10000', example: 10_000 })
  weight: number;
}

export class FallbackBody {
  @Id({ example: DEMO_IDS.variant })
  variantId: string;

  @VersionReference({ optional: true, description: '`latest` when absent', example: 'latest' })
  version?: number | 'latest';
}

export class CreateRuleBody {
  @Id({ example: DEMO_IDS.environments.development })
  environmentId: string;

  @Whole(-MAX_PRIORITY, MAX_PRIORITY, { optional: true, default: 0, description: PRIORITY, example: 10 })
  priority?: number;

  @Flag({ optional: true, default: true })
  enabled?: boolean;

  @JsonField(MAX_CONDITIONS_BYTES, {
    optional: true,
    nullable: true,
    description: CONDITIONS,
    example: { plan: ['pro', 'team'] },
  })
  conditions?: JsonObject | null;

  @ListOf(ArmBody, [1, MAX_ARMS])
  split: ArmBody[];

  @ListOf(FallbackBody, [0, MAX_FALLBACKS], { optional: true, description: 'Tried in order when the arm fails' })
  fallbacks?: FallbackBody[];
}

export class UpdateRuleBody {
  @Id({ optional: true, example: DEMO_IDS.environments.development })
  environmentId?: string;

  @Whole(-MAX_PRIORITY, MAX_PRIORITY, { optional: true, description: PRIORITY, example: 10 })
  priority?: number;

  @Flag({ optional: true })
  enabled?: boolean;

  @JsonField(MAX_CONDITIONS_BYTES, { optional: true, nullable: true, description: CONDITIONS, example: null })
  conditions?: JsonObject | null;

  @ListOf(ArmBody, [1, MAX_ARMS], { optional: true, description: 'Replaces the whole split' })
  split?: ArmBody[];

  @ListOf(FallbackBody, [0, MAX_FALLBACKS], { optional: true, description: 'Replaces all fallbacks' })
  fallbacks?: FallbackBody[];
}

export class FallbackView {
  variantId: string;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['latest'] }] })
  version: number | 'latest';
}

export class ArmView extends FallbackView {
  weight: number;
}

export class RuleView {
  id: string;
  configId: string;
  environmentId: string;
  priority: number;
  enabled: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  conditions: object | null;

  @ApiProperty({ type: [ArmView] })
  split: ArmView[];

  @ApiProperty({ type: [FallbackView] })
  fallbacks: FallbackView[];

  createdAt: string;
  updatedAt: string;
}

export function toRuleView(rule: TargetingRule): RuleView {
  const { id, configId, environmentId, priority, enabled, conditions } = rule;
  const split = inOrder(rule.arms).map((arm) => ({ ...toTarget(arm), weight: arm.weight }));
  const fallbacks = inOrder(rule.fallbacks).map(toTarget);
  const times = { createdAt: rule.createdAt.toISOString(), updatedAt: rule.updatedAt.toISOString() };
  return { id, configId, environmentId, priority, enabled, conditions, split, fallbacks, ...times };
}

function inOrder<Row extends { position: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.position - b.position);
}

function toTarget({ variantId, version }: { variantId: string; version: number | null }) {
  return { variantId, version: version ?? ('latest' as const) };
}
