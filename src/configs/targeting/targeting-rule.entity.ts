import { Column, CreateDateColumn, Entity, OneToMany, PrimaryColumn, UpdateDateColumn, type Relation } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';
import type { FallbackTrigger } from './fallback-triggers.js';
import { RuleArm } from './rule-arm.entity.js';
import { RuleFallback } from './rule-fallback.entity.js';

/** Who gets which variant of a config in one environment. */
@Entity('targeting_rules')
@Constraints({
  targeting_rules_environment_fkey: { status: 422, pointer: '/environmentId', detail: 'there is no such environment' },
})
export class TargetingRule {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'config_id' })
  configId: string;

  @Column('uuid', { name: 'environment_id' })
  environmentId: string;

  /** The highest is tried first. */
  @Column('integer')
  priority: number;

  @Column('boolean')
  enabled: boolean;

  /** Null matches every call. */
  @Column('jsonb', { nullable: true })
  conditions: object | null;

  /** By what callers are kept on the same arm; null: by `metadata.userId`, else by `user`. */
  @Column('text', { name: 'sticky_by', nullable: true })
  stickyBy: string | null;

  /** Kinds of failure after which the fallbacks are called; null: the usual ones. */
  @Column('text', { name: 'fallback_on', array: true, nullable: true })
  fallbackOn: FallbackTrigger[] | null;

  /** A stream that breaks is continued by the next target that can. */
  @Column('boolean', { name: 'continue_streams', default: false })
  continueStreams: boolean;

  @OneToMany(() => RuleArm, (arm) => arm.rule)
  arms: Relation<RuleArm[]>;

  @OneToMany(() => RuleFallback, (fallback) => fallback.rule)
  fallbacks: Relation<RuleFallback[]>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz', precision: 3 })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
