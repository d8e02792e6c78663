import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** The variants that a rule tries in order when the drawn arm fails. */
@Entity('rule_fallbacks')
@Constraints({
  rule_fallbacks_variant_fkey: { status: 422, pointer: '/fallbacks', detail: 'it names a variant that does not exist' },
  rule_fallbacks_version_fkey: { status: 422, pointer: '/fallbacks', detail: 'it names a version that does not exist' },
})
export class RuleFallback {
  @PrimaryColumn('uuid', { name: 'rule_id' })
  ruleId: string;

  @PrimaryColumn('integer')
  position: number;

  @ManyToOne(() => TargetingRule, (rule) => rule.fallbacks)
  @JoinColumn({ name: 'rule_id' })
  rule: Relation<TargetingRule>;

  @Column('uuid', { name: 'variant_id' })
  variantId: string;

  /** Null follows the latest. */
  @Column('integer', { nullable: true })
  version: number | null;
}
