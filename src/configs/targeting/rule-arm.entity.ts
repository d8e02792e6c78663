import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation, type ValueTransformer } from 'typeorm';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { parseUsd } from '../../catalog/parse-usd.js';
import { Constraints } from '../../core/http/database-failure.js';
import { TargetingRule } from './targeting-rule.entity.js';

/** PostgreSQL gives all decimal places; amounts are shown, and compared, without zeros at the end. */
const ONE_SPELLING: ValueTransformer = {
  from: (stored: string | null) => (stored === null ? null : formatUsd(parseUsd(stored) ?? 0n)),
  to: (usd: string | null) => usd,
};

/** One side of a rule's split: an arm that serves, or a shadow. */
@Entity('rule_arms')
@Constraints({
  rule_arms_variant_fkey: { status: 422, pointer: '/split', detail: 'it names a variant that does not exist' },
  rule_arms_version_fkey: { status: 422, pointer: '/split', detail: 'it names a version that does not exist' },
  rule_arms_weights_sum: { status: 422, pointer: '/split', detail: 'the weights must sum to 10000' },
  rule_arms_weight_check: { status: 422, pointer: '/split', detail: 'a weight is a whole number from 0 to 10000' },
  rule_arms_share_check: { status: 422, pointer: '/split', detail: 'a share is a whole number from 1 to 10000' },
  rule_arms_max_daily_cost_check: { status: 422, pointer: '/split', detail: 'maxDailyCost must be more than 0' },
  rule_arms_shadow_check: {
    status: 422,
    pointer: '/split',
    detail: 'a shadow has a share and maxDailyCost, and no weight',
  },
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

  /** Ten-thousandths; a rule's sum to 10000. A shadow has none. */
  @Column('integer')
  weight: number;

  /** Of a shadow, which serves nobody: ten-thousandths of the rule's calls that it gets a copy of. Null of an arm that serves. */
  @Column('integer', { nullable: true })
  share: number | null;

  /** Of a shadow: USD that its calls may cost on one day. */
  @Column('numeric', { name: 'max_daily_cost', precision: 24, scale: 12, nullable: true, transformer: ONE_SPELLING })
  maxDailyCost: string | null;
}
