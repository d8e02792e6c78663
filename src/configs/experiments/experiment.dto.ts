import { ApiProperty } from '@nestjs/swagger';
import { ComparedMetricView } from './compared-metric.dto.js';
import { ShadowResultView } from './shadow-result.dto.js';

export class ArmMetricView {
  @ApiProperty({ example: 'errorRate' })
  metric: string;

  /** Calls that it is known of. */
  calls: number;

  /** Of durations the geometric mean, in milliseconds; of costs USD. Null where it is known of none. */
  @ApiProperty({ type: Number, nullable: true })
  mean: number | null;

  /** Of the error rate, where no call has a subject: where it is, at all times together, but once in twenty arms. */
  @ApiProperty({ type: [Number], nullable: true, example: null })
  interval: readonly number[] | null;

  /** Of durations, in milliseconds, at most 0.8 % off: 50th, 95th and 99th percentile. */
  @ApiProperty({ type: [Number], nullable: true, example: null })
  percentiles: readonly (number | null)[] | null;
}

export class ArmResultView {
  /** Tells the arms of the rule apart, whatever their weights and versions become. */
  key: string;
  variantId: string;

  @ApiProperty({ type: String, nullable: true, description: 'Null where the variant was deleted' })
  variant: string | null;

  /** That answered in this time. */
  @ApiProperty({ type: [Number] })
  versions: readonly number[];

  /** Of 10,000, as the rule is now; null where it has no such arm any more. */
  @ApiProperty({ type: Number, nullable: true })
  weight: number | null;

  /** The others are compared with it. */
  isControl: boolean;

  /** That were drawn to it, whatever answered. */
  calls: number;

  /** Since each of the rule's splits was first used; a subject counts once in each. */
  subjects: number;

  /** Of very many subjects every sixteenth is counted. */
  subjectsEstimated: boolean;

  @ApiProperty({ type: [ArmMetricView] })
  metrics: readonly ArmMetricView[];
}

export class ArmArrivalsView {
  key: string;

  /** From 0 to 1. */
  planned: number;

  /** Subjects, and calls without one. */
  arrivals: number;
}

export class SplitArrivalsView {
  splitId: string;

  @ApiProperty({ type: [ArmArrivalsView] })
  arms: readonly ArmArrivalsView[];

  /** Natural logarithm of the evidence that the shares are not as planned. */
  logBayesFactor: number;
}

export class SampleRatioView {
  @ApiProperty({ enum: ['as_planned', 'alarm', 'nothing_yet'] })
  status: 'as_planned' | 'alarm' | 'nothing_yet';

  /** The alarm sounds where the `logBayesFactor` of a split is as large. */
  alarmAt: number;

  @ApiProperty({ type: [SplitArrivalsView] })
  splits: readonly SplitArrivalsView[];
}

export class ComparisonView extends ComparedMetricView {
  /** Key of the arm, and of the control that it is compared with. */
  arm: string;
  control: string;

  /** Of both arms, in the splits that are compared. */
  calls: number;
}

export class ExperimentView {
  ruleId: string;
  environmentId: string;

  @ApiProperty({ type: [ArmResultView] })
  arms: readonly ArmResultView[];

  @ApiProperty({ type: SampleRatioView })
  sampleRatio: SampleRatioView;

  @ApiProperty({ type: [ComparisonView] })
  comparisons: readonly ComparisonView[];

  /** Arms that serve nobody, and what can be said of each against what was served. They count in nothing above. */
  @ApiProperty({ type: [ShadowResultView] })
  shadows: readonly ShadowResultView[];
}

export class ExperimentsView {
  from: string;
  to: string;

  /** Rules that have several arms or a shadow, or had in this time. */
  @ApiProperty({ type: [ExperimentView] })
  items: readonly ExperimentView[];
}
