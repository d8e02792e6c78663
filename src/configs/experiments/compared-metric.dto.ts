import { ApiProperty } from '@nestjs/swagger';
import { VERDICTS, type Verdict } from './compare-arms.js';
import { IntervalPointView } from './interval-point.dto.js';
import type { Scale } from './metrics.js';

/** What can be said of one metric: of an arm against its control, or of a shadow against what was served. */
export class ComparedMetricView {
  @ApiProperty({ example: 'latency' })
  metric: string;

  /** The metric that the experiment is about keeps its α; all others share one. */
  isPrimary: boolean;

  /** The interval ever misses the truth with this probability at most, however often somebody looks. */
  alpha: number;

  /** `higher` and `lower` than what it is compared with, and only where 0 is outside of the interval. */
  @ApiProperty({ enum: VERDICTS })
  verdict: Verdict;

  /** `absolute`: in the metric's unit; `ratio`: 0.1 is 10 % more than what it is compared with. */
  @ApiProperty({ enum: ['absolute', 'ratio'] })
  scale: Scale;

  @ApiProperty({ type: Number, nullable: true, example: -0.38 })
  difference: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.41 })
  low: number | null;

  @ApiProperty({ type: Number, nullable: true, example: -0.35 })
  high: number | null;

  /** What can be said, and nothing more. */
  @ApiProperty({ example: '“Concise” is faster than “Thorough”: by 35 % to 41 %.' })
  sentence: string;

  /** The interval over time, since something can be said. */
  @ApiProperty({ type: [IntervalPointView] })
  history: readonly IntervalPointView[];
}
