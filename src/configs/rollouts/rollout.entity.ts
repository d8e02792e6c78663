import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  PrimaryColumn,
  type Relation,
  UpdateDateColumn,
} from 'typeorm';
import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { Constraints } from '../../core/http/database-failure.js';
import { TargetingRule } from '../targeting/targeting-rule.entity.js';
import type { Guard } from './find-breach.js';
import type { SplitArm } from './split-at-weight.js';

export const ROLLOUT_STATES = ['scheduled', 'running', 'paused', 'completed', 'rolled_back', 'replaced'] as const;

export type RolloutState = (typeof ROLLOUT_STATES)[number];

/** Those that go on: a rule has one of them at most. */
export const OPEN_STATES = ['scheduled', 'running', 'paused'] as const satisfies RolloutState[];

export interface RolloutStep {
  /** Of the arm, of 10,000. */
  readonly weight: number;
  readonly minMinutes: number;
  /** Calls of the arm. */
  readonly minRequests?: number;
}

/** What the request log said last of the step that a rollout is at. */
export interface Measured extends ArmOutcomes {
  readonly at: string;
}

/** The way of one arm of a rule from some weight to another. */
@Entity('rollouts')
@Constraints({
  rollouts_open_key: { status: 409, pointer: '', detail: 'the rule has a rollout that is under way' },
})
export class Rollout {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'rule_id' })
  ruleId: string;

  @ManyToOne(() => TargetingRule, { onDelete: 'CASCADE' })
  @JoinColumn({ name: 'rule_id' })
  rule?: Relation<TargetingRule>;

  @Column('uuid', { name: 'variant_id' })
  variantId: string;

  @Column('integer')
  version: number;

  @Column('jsonb')
  steps: readonly RolloutStep[];

  /** Null: at once. */
  @Column('timestamptz', { name: 'start_at', nullable: true })
  startAt: Date | null;

  @Column('jsonb', { nullable: true })
  guard: Guard | null;

  @Column('text')
  state: RolloutState;

  /** Why it is in this state, where nobody asked for it. */
  @Column('text', { nullable: true })
  reason: string | null;

  /** Place in `steps`; null before the first. */
  @Column('integer', { nullable: true })
  step: number | null;

  @Column('timestamptz', { name: 'step_started_at', nullable: true })
  stepStartedAt: Date | null;

  /** Calls of the step were planned with this revision of the configuration, or a later one. */
  @Column('bigint', { name: 'step_revision', nullable: true })
  stepRevision: string | null;

  /** The rule's split before the rollout. */
  @Column('jsonb')
  base: readonly SplitArm[];

  /** The rule's split as the rollout left it: one that differs is somebody else's. */
  @Column('jsonb')
  split: readonly SplitArm[];

  @Column('jsonb', { nullable: true })
  measured: Measured | null;

  /** When it is looked at next; null while it waits for nothing. */
  @Column('timestamptz', { name: 'look_at', nullable: true })
  lookAt: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}

/** Loaded with its rule. */
export type RuledRollout = Rollout & { readonly rule: TargetingRule };
