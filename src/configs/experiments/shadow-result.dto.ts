import { ApiProperty } from '@nestjs/swagger';
import { VERDICTS, type Verdict } from './compare-arms.js';
import { IntervalPointView } from './interval-point.dto.js';
import type { Scale } from './metrics.js';

export class PairComparisonView {
  @ApiProperty({ example: 'cost' })
  metric: string;

  /** The metric that the experiment is about keeps its α; all others share one. */
  isPrimary: boolean;

  /** The interval ever misses the truth with this probability at most, however often somebody looks. */
  alpha: number;

  /** `higher` and `lower` are the shadow's value against what was served, and only where 0 is outside of the interval. */
  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;

  /** `absolute`: in the metric's unit; `ratio`: 0.1 is 10 % more than what was served. */
  @ApiProperty({ enum: ['absolute', 'ratio'] })
  scale: Scale;

  /** Mean of what was served: of durations the geometric one, in milliseconds; of costs USD. Null without pairs. */
  @ApiProperty({ type: Number, nullable: true })
  served: number | null;

  /** The same of the shadow, on the same requests. */
  @ApiProperty({ type: Number, nullable: true })
  shadow: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.38 })
  difference: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.41 })
  low: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.35 })
  high: number | null;

  /** Pairs in which it is known of both. */
  requests: number;

  /** Requests that both answered, of which it is not known of one of the two: they are not compared. */
  unknown: number;

  /** What can be said, and nothing more. */
  @ApiProperty({
    example: 'On 1,204 requests that both answered, “Concise” cost 38 % less than “Thorough” (35 % to 41 %).',
  })
  sentence: string;

  /** The interval over time, since something can be said. */
  @ApiProperty({ type: [IntervalPointView] })
  history: readonly IntervalPointView[];
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
