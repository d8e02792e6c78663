import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';
import type { RuleChange } from './diff-rules.js';
import type { RuleState } from './rule-state.js';

export const HISTORY_ACTIONS = [
  'rule.created',
  'rule.changed',
  'rule.deleted',
  'version.created',
  'rules.restored',
  'rules.promoted',
  'version.promoted',
  'rules.found',
  'rollout.scheduled',
  'rollout.started',
  'rollout.advanced',
  'rollout.paused',
  'rollout.resumed',
  'rollout.rolled_back',
  'rollout.completed',
] as const;

export type HistoryAction = (typeof HISTORY_ACTIONS)[number];

/** One change of a config's rules for one environment. Only ever added; goes with its config or environment. */
@Entity('config_history')
@Constraints({
  config_history_sequence_key: { status: 409, pointer: '', detail: 'another change was made at the same time' },
})
export class ConfigHistory {
  @PrimaryColumn('uuid')
  id: string;

  /** In the order of the changes: the times of two may be the same. */
  @Column({ type: 'bigint', insert: false })
  sequence: string;

  @Column('uuid', { name: 'config_id' })
  configId: string;

  @Column('uuid', { name: 'environment_id' })
  environmentId: string;

  @Column('text')
  action: HistoryAction;

  /** Null where the history does not know. */
  @Column('text', { name: 'changed_by', nullable: true })
  changedBy: string | null;

  /** The variant whose version was made or promoted, and its number. */
  @Column('uuid', { name: 'variant_id', nullable: true })
  variantId: string | null;

  @Column('integer', { nullable: true })
  version: number | null;

  /** The entry whose rules were restored. */
  @Column('uuid', { name: 'from_history_id', nullable: true })
  fromHistoryId: string | null;

  /** Where the rules, or the version, were promoted from. */
  @Column('uuid', { name: 'from_environment_id', nullable: true })
  fromEnvironmentId: string | null;

  /** The rollout that changed the rules, or was changed. */
  @Column('uuid', { name: 'rollout_id', nullable: true })
  rolloutId: string | null;

  /** Why, where nobody asked for it. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('jsonb')
  changes: readonly RuleChange[];

  /** As the change left them, in the order they are tried. */
  @Column('jsonb')
  rules: readonly RuleState[];

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
