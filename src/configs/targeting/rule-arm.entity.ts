import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { TargetingRule } from './targeting-rule.entity.js';

/** One side of a rule's split. */
@Entity('rule_arms')
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
