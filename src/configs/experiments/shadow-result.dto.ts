import { ApiProperty } from '@nestjs/swagger';
import { ComparedMetricView } from './compared-metric.dto.js';

export class PairComparisonView extends ComparedMetricView {
  /** Mean of what was served: of durations the geometric one, in milliseconds; of costs USD. Null without pairs. */
  @ApiProperty({ type: Number, nullable: true })
  served: number | null;

  /** The same of the shadow, on the same requests. */
  @ApiProperty({ type: Number, nullable: true })
  shadow: number | null;

  /** Pairs in which it is known of both. */
  requests: number;

  /** Requests that both answered, of which it is not known of one of the two: they are not compared. */
  unknown: number;
}

/** How requests ended that were served and sent to the shadow as well. */
export class PairOutcomesView {
  bothAnswered: number;

  /** The arm failed, and a fallback answered the caller. */
  onlyServedFailed: number;
  onlyShadowFailed: number;
  bothFailed: number;

  /** The copy was cut by a shutdown, which says nothing of the shadow. */
  notJudged: number;
}

/** What served requests that the shadow got copies of. */
export class ServedVersionView {
  variantId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where the variant was deleted' })
  variant: string | null;

  version: number;
}

/** One version of the shadow against one version that served. */
export class PairView {
  /** Of the shadow. */
  version: number;

  served: ServedVersionView;

  /** That were served and copied. */
  requests: number;

  outcomes: PairOutcomesView;

  @ApiProperty({ type: [PairComparisonView] })
  comparisons: readonly PairComparisonView[];
}

/** An arm that serves nobody, compared with the arms that served the same requests. */
export class ShadowResultView {
  variantId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where the variant was deleted' })
  variant: string | null;

  /** As the rule has it: null follows the latest. */
  @ApiProperty({ type: 'integer', nullable: true })
  version: number | null;

  /** Of 10,000 calls, as the rule is now; null where it has no such shadow any more. */
  @ApiProperty({ type: 'integer', nullable: true, example: 1_000 })
  share: number | null;

  /** USD, as the rule is now; null where it has no such shadow any more. */
  @ApiProperty({ type: String, nullable: true, example: '5' })
  maxDailyCost: string | null;

  /** By version, the newest first, twenty at most. */
  @ApiProperty({ type: [PairView] })
  pairs: readonly PairView[];
}
