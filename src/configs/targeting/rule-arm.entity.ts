import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** One side of a rule's split. */
@Entity('rule_arms')
@Constraints({
  rule_arms_variant_fkey: { status: 422, pointer: '/split', detail: 'it names a variant that does not exist' },
  rule_arms_version_fkey: { status: 422, pointer: '/split', detail: 'it names a version that does not exist' },
  rule_arms_weights_sum: { status: 422, pointer: '/split', detail: 'the weights must sum to 10000' },
  rule_arms_weight_check: { status: 422, pointer: '/split', detail: 'a weight is a whole number from 0 to 10000' },
})
export class RuleArm {
  @PrimaryColumn('uuid', { name: 'rule_id' })
  ruleId: string;

  @PrimaryColumn('integer')
  position: number;

  @ManyToOne(() => TargetingRule, (rule) => rule.arms)
  @JoinColumn({ name: 'rule_id' })
  rule: Relation<TargetingRule>;

  @Column('uuid', { name: 'variant_id' })
  variantId: string;

  /** Null follows the latest. */
  @Column('integer', { nullable: true })
  version: number | null;

  /** Ten-thousandths; a rule's sum to 10000. */
  @Column('integer')
  weight: number;
}
