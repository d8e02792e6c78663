import { ApiProperty } from '@nestjs/swagger';
import { DEMO_IDS } from '../../core/demo.js';
import { Decimal, Id, ListOf, Moment, Nested, OneOf, VersionReference, Whole } from '../../core/http/fields.js';
import { EtagProperty, etagOf } from '../../core/http/etag.js';
import { PageQuery } from '../../core/http/page.js';
import type { ConfigHistory, HistoryAction } from '../history/config-history.entity.js';
import { HISTORY_ACTIONS } from '../history/config-history.entity.js';
import {
  ROLLOUT_STATES,
  type Rollout,
  type RolloutState,
  type RolloutStep,
  type RuledRollout,
} from './rollout.entity.js';
import type { Guard } from './find-breach.js';
import { isSameArm, splitOf, type SplitArm } from './split-at-weight.js';

const MAX_STEPS = 50;
const MAX_MINUTES = 60 * 24 * 365;
const MAX_REQUESTS = 1_000_000_000;
const MAX_MS = 3_600_000;
const GUARD_ACTIONS = ['rollback', 'pause'] as const;

export class RolloutStepBody {
  @Whole(1, 10_000, { description: 'Of the arm, in ten-thousandths; the other arms share the rest', example: 1_000 })
  weight: number;

  @Decimal(0, MAX_MINUTES, { description: 'How long it stays at the step at least', example: 60 })
  minMinutes: number;

  @Whole(0, MAX_REQUESTS, { optional: true, description: 'Calls of the arm that the step needs', example: 200 })
  minRequests?: number;
}

export class GuardBody {
  @Decimal(0, 1, { optional: true, description: "Of the arm's calls: 0.02 for 2 %", example: 0.02 })
  maxErrorRate?: number;

  @Whole(1, MAX_MS, { optional: true, description: "95th percentile of the arm's answers", example: 20_000 })
  maxP95Ms?: number;

  @Decimal(0, 1_000, {
    optional: true,
    description: "Over the rate of the rule's other arms: 0.5 for half as many errors again",
    example: 0.5,
  })
  maxRelativeErrorIncrease?: number;

  @OneOf(GUARD_ACTIONS, { optional: true, default: 'rollback', description: 'What is done where a bound is broken' })
  action?: Guard['action'];
}

export class PutRolloutBody {
  @Id({ example: DEMO_IDS.variant })
  variantId: string;

  @VersionReference({
    description:
      '`latest`: the number that it stands for now. One that an arm following `latest` serves already is refused: of the ' +
      'demo make a second version first (`POST /variants/{id}/versions`)',
    example: 1,
  })
  version: number | 'latest';

  @ListOf(RolloutStepBody, [1, MAX_STEPS], { description: 'Each with more weight than the one before' })
  steps: RolloutStepBody[];

  @Moment({ optional: true, nullable: true, description: 'When the first step begins; at once when absent' })
  startAt?: string | null;

  @Nested(GuardBody, { optional: true, nullable: true, description: 'Watches the arm while it is rolled out' })
  guard?: GuardBody | null;
}

export class RolloutsQuery extends PageQuery {
  /** Only those in this state. */
  @OneOf(ROLLOUT_STATES, { optional: true })
  state?: RolloutState;
}

export class RolloutStepView {
  weight: number;
  minMinutes: number;

  @ApiProperty({ type: 'integer', nullable: true })
  minRequests: number | null;
}

export class GuardView {
  @ApiProperty({ type: 'number', nullable: true })
  maxErrorRate: number | null;

  @ApiProperty({ type: 'integer', nullable: true })
  maxP95Ms: number | null;

  @ApiProperty({ type: 'number', nullable: true })
  maxRelativeErrorIncrease: number | null;

  @ApiProperty({ enum: GUARD_ACTIONS })
  action: string;
}

/** From the request log, of the step that the rollout is at. */
export class MeasuredView {
  at: string;

  /** Of the arm. */
  calls: number;

  /** Of them, those that failed or succeeded, up to the first failure of their caller. */
  trials: number;

  /** Callers whose first failure was on the arm. */
  failures: number;

  /** Callers whose first failure was on another arm. */
  otherFailures: number;

  /** Answers of the arm, up to the first slow one of their caller. */
  answers: number;

  /** Callers with an answer slower than `maxP95Ms`. */
  slow: number;
}

export class RolloutEntryView {
  /** Of the config's history. */
  historyId: string;

  @ApiProperty({ enum: HISTORY_ACTIONS.filter((action) => action.startsWith('rollout.')) })
  action: HistoryAction;

  /** `rollout` where it went on by itself. */
  by: string | null;

  at: string;

  /** The arm's weight from then on. */
  weight: number;

  /** Why, where nobody asked for it. */
  reason: string | null;
}

export class RolloutSummaryView {
  @EtagProperty()
  etag: string;

  id: string;
  configId: string;
  environmentId: string;
  ruleId: string;
  variantId: string;
  version: number;

  @ApiProperty({ type: [RolloutStepView] })
  steps: RolloutStepView[];

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startAt: string | null;

  @ApiProperty({ type: GuardView, nullable: true })
  guard: GuardView | null;

  @ApiProperty({ enum: ROLLOUT_STATES })
  state: string;

  /** Why it is in this state, where nobody asked for it. */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  /** Place in `steps`, from 0; null before the first. */
  @ApiProperty({ type: 'integer', nullable: true })
  step: number | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  stepStartedAt: string | null;

  /** Of the arm, as the rollout left it. */
  weight: number;

  @ApiProperty({ type: MeasuredView, nullable: true })
  measured: MeasuredView | null;

  createdAt: string;
  updatedAt: string;
}

export class RolloutView extends RolloutSummaryView {
  /** Oldest first. */
  @ApiProperty({ type: [RolloutEntryView] })
  history: RolloutEntryView[];
}

/** @param entries oldest first */
export function toRolloutView(rollout: RuledRollout, entries: readonly ConfigHistory[]): RolloutView {
  return { ...toRolloutFields(rollout), history: entries.map((entry) => toEntryView(entry, rollout)) };
}

export function toRolloutSummary(rollout: RuledRollout): RolloutSummaryView {
  return toRolloutFields(rollout);
}

function toRolloutFields(rollout: RuledRollout) {
  const { id, ruleId, variantId, version, state, reason, step, measured } = rollout;
  const { configId, environmentId } = rollout.rule;
  return {
    ...{ etag: rolloutEtag(rollout), id, configId, environmentId, ruleId, variantId, version },
    steps: rollout.steps.map(toStepView),
    startAt: rollout.startAt?.toISOString() ?? null,
    guard: rollout.guard && toGuardView(rollout.guard),
    ...{ state, reason, step },
    stepStartedAt: rollout.stepStartedAt?.toISOString() ?? null,
    weight: weightIn(rollout.split, rollout),
    measured: measured && toMeasuredView(measured),
    createdAt: rollout.createdAt.toISOString(),
    updatedAt: rollout.updatedAt.toISOString(),
  };
}

/** What it measures meanwhile has no part in it. */
export function rolloutEtag({ id, state, step, stepStartedAt, split }: Rollout): string {
  return etagOf([id, state, step, stepStartedAt, split]);
}

function toStepView({ weight, minMinutes, minRequests }: RolloutStep): RolloutStepView {
  return { weight, minMinutes, minRequests: minRequests ?? null };
}

function toGuardView({ maxErrorRate, maxP95Ms, maxRelativeErrorIncrease, action }: Guard): GuardView {
  return {
    maxErrorRate: maxErrorRate ?? null,
    maxP95Ms: maxP95Ms ?? null,
    maxRelativeErrorIncrease: maxRelativeErrorIncrease ?? null,
    action,
  };
}

/** Member by member: PostgreSQL gives those of a jsonb in an order of its own. */
function toMeasuredView({ at, calls, trials, failures, otherFailures, answers, slow }: MeasuredView): MeasuredView {
  return { at, calls, trials, failures, otherFailures, answers, slow };
}

function toEntryView(entry: ConfigHistory, rollout: Rollout): RolloutEntryView {
  const { id: historyId, action, changedBy: by, reason } = entry;
  const rule = entry.rules.find(({ id }) => id === rollout.ruleId);
  return {
    ...{ historyId, action, by },
    at: entry.createdAt.toISOString(),
    weight: weightIn(rule === undefined ? [] : splitOf(rule), rollout),
    reason,
  };
}

/** 0 where the split has no such arm. */
function weightIn(split: readonly SplitArm[], arm: Pick<Rollout, 'variantId' | 'version'>): number {
  return split.find((each) => isSameArm(each, arm))?.weight ?? 0;
}
