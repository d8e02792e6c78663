import { ApiProperty } from '@nestjs/swagger';
import { DEMO_IDS } from '../../core/demo.js';
import { EtagProperty, etagOf } from '../../core/http/etag.js';
import {
  Flag,
  Id,
  JsonField,
  ListOf,
  ListOfIds,
  ListOfWords,
  Text,
  Usd,
  VersionReference,
  Whole,
} from '../../core/http/fields.js';
import type { JsonObject } from '../../core/json.js';
import { RULE_HEADERS } from '../snapshot/call-facts.js';
import { roleOf } from './arm-role.js';
import { FALLBACK_TRIGGERS, type FallbackTrigger } from './fallback-triggers.js';
import type { RuleWarning } from './find-unreachable.js';
import type { TargetingRule } from './targeting-rule.entity.js';

const MAX_CONDITIONS_BYTES = 64 * 1024;
const MAX_PRIORITY = 1_000_000;
export const MAX_ARMS = 100;
const MAX_FALLBACKS = 20;
const PRIORITY = 'The highest is tried first; the first rule that matches wins';
const CONDITIONS =
  'Name → value, list of values, or `{in, notIn, prefix, exists}`; all must match. A name is that of a tag, ' +
  '`request:endpoint`, `request:model`, `request:streaming` (true or false) or `header:<name>`. Null matches every call';
const FALLBACK_ON =
  'The kinds of failure after which the fallbacks are called. Null: unavailable, timeout, rate_limited, credentials and quota';
const CONTINUE_STREAMS =
  'A chat stream that breaks after some of its text was sent is continued from there by the next fallback whose vendor can; ' +
  'otherwise it ends with an error';
const WEIGHT =
  'Ten-thousandths of the callers, required of an arm that serves: those of a split sum to 10000. A shadow has none';
const SERVE =
  'False makes the arm a shadow: it gets a copy of some requests after they were answered, and never answers a caller';
const MAX_DAILY_COST =
  'Of a shadow, required: USD that its calls may cost on one day, in UTC, of all replicas together. No call begins past it';
const MAX_STICKY_BY = 100;
const STICKY_BY =
  'Whose calls stay on the same arm: `metadata.<key>`, `user`, `header:<name>`, or `request` to draw anew for each call. ' +
  'Null: `metadata.userId`, else `user`. A call that lacks it is drawn alone. ' +
  `Headers, here and in conditions: ${RULE_HEADERS.map((name) => `\`${name}\``).join(', ')}`;

export class ArmBody {
  @Id({ example: DEMO_IDS.variant })
  variantId: string;

  @VersionReference({ optional: true, description: '`latest` when absent', example: 'latest' })
  version?: number | 'latest';

  @Whole(0, 10_000, { optional: true, description: WEIGHT, example: 10_000 })
  weight?: number;

  @Flag({ optional: true, default: true, description: SERVE })
  serve?: boolean;

  @Whole(1, 10_000, { optional: true, description: 'Of a shadow, required: ten-thousandths of the calls that it gets' })
  share?: number;

  @Usd({ optional: true, description: MAX_DAILY_COST, example: '5' })
  maxDailyCost?: string | number;
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

  @Text(MAX_STICKY_BY, { optional: true, nullable: true, description: STICKY_BY, example: 'metadata.userId' })
  stickyBy?: string | null;

  @ListOf(ArmBody, [1, MAX_ARMS])
  split: ArmBody[];

  @ListOf(FallbackBody, [0, MAX_FALLBACKS], { optional: true, description: 'Tried in order when the arm fails' })
  fallbacks?: FallbackBody[];

  @ListOfWords(FALLBACK_TRIGGERS, { optional: true, nullable: true, description: FALLBACK_ON, example: null })
  fallbackOn?: FallbackTrigger[] | null;

  @Flag({ optional: true, default: false, description: CONTINUE_STREAMS })
  continueStreams?: boolean;
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

  @Text(MAX_STICKY_BY, { optional: true, nullable: true, description: STICKY_BY, example: null })
  stickyBy?: string | null;

  @ListOf(ArmBody, [1, MAX_ARMS], { optional: true, description: 'Replaces the whole split' })
  split?: ArmBody[];

  @ListOf(FallbackBody, [0, MAX_FALLBACKS], { optional: true, description: 'Replaces all fallbacks' })
  fallbacks?: FallbackBody[];

  @ListOfWords(FALLBACK_TRIGGERS, { optional: true, nullable: true, description: FALLBACK_ON, example: null })
  fallbackOn?: FallbackTrigger[] | null;

  @Flag({ optional: true, description: CONTINUE_STREAMS })
  continueStreams?: boolean;
}

const MAX_REORDERED = 1_000;

export class ReorderRulesBody {
  @Id({ example: DEMO_IDS.environments.production })
  environmentId: string;

  @ListOfIds(MAX_REORDERED, {
    description: 'All rules of the config for the environment, the one first that is tried first',
    example: [DEMO_IDS.rules.production],
  })
  ruleIds: string[];
}

export class FallbackView {
  variantId: string;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['latest'] }] })
  version: number | 'latest';
}

export class ArmView extends FallbackView {
  /** Ten-thousandths of the callers; a shadow has none. */
  weight?: number;

  /** False of a shadow, which gets copies of requests and answers nobody; else missing. */
  @ApiProperty({ type: Boolean, enum: [false], required: false })
  serve?: false;

  /** Of a shadow: ten-thousandths of the calls that the rule serves. */
  share?: number;

  /** Of a shadow: USD that its calls may cost on one day, in UTC. */
  maxDailyCost?: string;
}

export class RuleView {
  @EtagProperty()
  etag: string;

  id: string;
  configId: string;
  environmentId: string;
  priority: number;
  enabled: boolean;

  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  conditions: object | null;

  /** Null: `metadata.userId`, else `user`. */
  stickyBy: string | null;

  @ApiProperty({ type: [ArmView] })
  split: ArmView[];

  @ApiProperty({ type: [FallbackView] })
  fallbacks: FallbackView[];

  /** Null: `unavailable`, `timeout`, `rate_limited`, `credentials`, `quota`. */
  @ApiProperty({ type: [String], enum: FALLBACK_TRIGGERS, nullable: true })
  fallbackOn: readonly FallbackTrigger[] | null;

  /** Streams that break are continued by the next fallback whose vendor can. */
  continueStreams: boolean;

  createdAt: string;
  updatedAt: string;
}

export class RuleWarningView {
  /** JSON pointer into the rule. */
  pointer: string;
  detail: string;
}

export class RuleDetailView extends RuleView {
  /** Calls that never get where the rules seem to send them. */
  @ApiProperty({ type: [RuleWarningView] })
  warnings: RuleWarningView[];
}

export function toRuleDetailView(rule: TargetingRule, warnings: readonly RuleWarning[]): RuleDetailView {
  return { etag: ruleEtag(rule), ...toRuleFields(rule), warnings: [...warnings] };
}

export function toRuleView(rule: TargetingRule): RuleView {
  return { etag: ruleEtag(rule), ...toRuleFields(rule) };
}

/** @param rule with its targets */
export function ruleEtag(rule: TargetingRule): string {
  return etagOf(toRuleFields(rule));
}

function toRuleFields(rule: TargetingRule) {
  const { id, configId, environmentId, priority, enabled, conditions, stickyBy, fallbackOn, continueStreams } = rule;
  const split = inPosition(rule.arms).map((arm) => ({ ...toTarget(arm), ...roleOf(arm) }));
  const fallbacks = inPosition(rule.fallbacks).map(toTarget);
  const times = { createdAt: rule.createdAt.toISOString(), updatedAt: rule.updatedAt.toISOString() };
  return {
    id,
    configId,
    environmentId,
    priority,
    enabled,
    conditions,
    stickyBy,
    split,
    fallbacks,
    fallbackOn,
    continueStreams,
    ...times,
  };
}

/** Of a rule's targets. */
export function inPosition<Row extends { position: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => a.position - b.position);
}

function toTarget({ variantId, version }: { variantId: string; version: number | null }) {
  return { variantId, version: version ?? ('latest' as const) };
}
