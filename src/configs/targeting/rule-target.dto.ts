import { ApiProperty } from '@nestjs/swagger';
import { Id } from '../../core/http/fields.js';
import { PageQuery } from '../../core/http/page.js';

export const TARGET_ROLES = ['arm', 'shadow', 'fallback'] as const;
export type TargetRole = (typeof TARGET_ROLES)[number];

export class RuleTargetsQuery extends PageQuery {
  @Id({ optional: true, description: 'Only where this variant is served' })
  variantId?: string;

  @Id({ optional: true, description: 'Only where the served version calls this provider' })
  providerId?: string;
}

/** A place at which a rule names a variant, and what it serves there. */
export class RuleTargetView {
  configId: string;
  /** Slug of the config. */
  config: string;
  environmentId: string;
  /** Slug of the environment. */
  environment: string;
  ruleId: string;
  priority: number;
  /** Of the rule. */
  enabled: boolean;

  @ApiProperty({ enum: TARGET_ROLES })
  role: TargetRole;

  /** In the rule's split, or among its fallbacks: 0 is the first. */
  @ApiProperty({ type: 'integer' })
  position: number;

  /** Of an arm, in ten-thousandths of the rule's callers; else null. */
  @ApiProperty({ type: 'integer', nullable: true })
  weight: number | null;

  /** Of a shadow, in ten-thousandths of the rule's calls; else null. */
  @ApiProperty({ type: 'integer', nullable: true })
  share: number | null;

  variantId: string;
  /** Name of the variant. */
  variant: string;

  @ApiProperty({ oneOf: [{ type: 'integer' }, { type: 'string', enum: ['latest'] }] })
  version: number | 'latest';

  /** The number that `latest` stands for, or the version's own; null where the variant has no version yet. */
  @ApiProperty({ type: 'integer', nullable: true })
  servedVersion: number | null;

  /** That the served version calls; null where there is no version. */
  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  providerId: string | null;

  /** As the vendor names it; null where there is no version. */
  @ApiProperty({ type: String, nullable: true })
  model: string | null;
}
