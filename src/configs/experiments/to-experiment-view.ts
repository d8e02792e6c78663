import { intervalOfRate } from '../../core/statistics/rate-interval.js';
import { meanOf } from '../../core/statistics/difference-of-means.js';
import type { MomentsRow } from '../../observability/experiments/experiment-counts.js';
import type { SubjectCount } from '../../observability/experiments/experiment-reader.js';
import { addHistogram, quantilesOf, type Histogram } from '../../observability/rollups/histogram.js';
import { groupBy } from '../group-by.js';
import { ArmSums, capOf } from './arm-sums.js';
import { checkSampleRatio, type SampleRatio } from './check-sample-ratio.js';
import { compareArms } from './compare-arms.js';
import { describeComparison } from './describe-comparison.js';
import type { ArmMetricView, ArmResultView, ComparisonView, ExperimentView } from './experiment.dto.js';
import { shownTimes, toPoint } from './interval-history.js';
import type { IntervalPointView } from './interval-point.dto.js';
import { feedbackMetric, FIXED_METRICS, isFeedback, type ComparedMetric } from './metrics.js';

/** An arm as the rule has it now; without a weight where it has it no more. */
export interface RuleArmNow {
  readonly key: string;
  readonly variantId: string;
  readonly variant: string | null;
  readonly weight: number | null;
}

/** What was measured of one rule, and how it is to be looked at. */
export interface ExperimentFacts {
  readonly ruleId: string;
  readonly environmentId: string;
  /** The control first. */
  readonly arms: readonly RuleArmNow[];
  /** The oldest first. */
  readonly rows: readonly MomentsRow[];
  readonly subjects: readonly SubjectCount[];
  /** Name of the metric that the experiment is about. */
  readonly primary: string;
}

const ALPHA = 0.05;
/** Names of feedback that are compared, those of most calls. */
const MAX_FEEDBACK = 20;
const SHARES = [0.5, 0.95, 0.99] as const;
const ALARM_FIRST =
  'Calls do not come to the arms as their weights say, so no difference between them is to be trusted: look for the cause first.';

/** Pure: what may be said of a rule's arms, but for its shadows, which are no arms of the split. */
export function toExperimentView(facts: ExperimentFacts): Omit<ExperimentView, 'shadows'> {
  const { ruleId, environmentId, arms, rows, subjects } = facts;
  const metrics = [...FIXED_METRICS, ...feedbackMetricsOf(rows)];
  const sums = new ArmSums(metrics, capOf(rows));
  for (const row of rows) sums.add(row);
  const ratio = checkSampleRatio(rows, subjects);
  return {
    ruleId,
    environmentId,
    arms: arms.map((arm, index) => toArmView(arm, { facts, metrics, sums, isControl: index === 0 })),
    sampleRatio: ratio,
    comparisons: toComparisons(facts, { metrics, sums, ratio }),
  };
}

function feedbackMetricsOf(rows: readonly MomentsRow[]): ComparedMetric[] {
  const calls = new Map<ComparedMetric['source'], number>();
  for (const { metric, moments } of rows) {
    if (!isFeedback(metric)) continue;
    for (const [, count] of moments) calls.set(metric, (calls.get(metric) ?? 0) + count);
  }
  const names = [...calls].sort(([a, more], [b, less]) => less - more || (a < b ? -1 : 1)).map(([name]) => name);
  return names.filter(isFeedback).slice(0, MAX_FEEDBACK).map(feedbackMetric);
}

interface Measured {
  readonly metrics: readonly ComparedMetric[];
  readonly sums: ArmSums;
}

function toArmView(arm: RuleArmNow, view: Measured & { facts: ExperimentFacts; isControl: boolean }): ArmResultView {
  const { facts, metrics, sums, isControl } = view;
  const { key, variantId, variant, weight } = arm;
  const own = facts.rows.filter((row) => row.arm.key === key);
  const counted = facts.subjects.filter((subject) => subject.arm === key);
  const { calls, alone } = countCalls(own);
  return {
    ...{ key, variantId, variant, weight, isControl, calls },
    versions: [...new Set(own.map((row) => row.arm.version))].sort((a, b) => a - b),
    subjects: counted.reduce((sum, { subjects, oneOf }) => sum + subjects * oneOf, 0),
    subjectsEstimated: counted.some(({ oneOf }) => oneOf > 1),
    metrics: metrics.map((metric) => toArmMetric(metric, { own, sums, key, areAlone: alone === calls })),
  };
}

function countCalls(rows: readonly MomentsRow[]): { calls: number; alone: number } {
  let [calls, alone] = [0, 0];
  for (const { metric, moments } of rows) {
    if (metric !== 'calls') continue;
    for (const [, count, sum] of moments) {
      calls += count;
      alone += Number(sum);
    }
  }
  return { calls, alone };
}

function toArmMetric(
  metric: ComparedMetric,
  { own, sums, key, areAlone }: { own: readonly MomentsRow[]; sums: ArmSums; key: string; areAlone: boolean },
): ArmMetricView {
  const { calls, mean } = meanOf(sums.total(metric, key));
  const isDuration = metric.scale === 'ratio';
  const hits = Math.round(calls * mean);
  const interval =
    metric.kind === 'rate' && areAlone && calls > 0 ? intervalOfRate({ hits, misses: calls - hits }, ALPHA) : null;
  return {
    metric: metric.name,
    calls,
    mean: calls === 0 ? null : isDuration ? Math.exp(mean) : mean,
    interval: interval && [interval.low, interval.high],
    percentiles: isDuration ? quantilesOf(histogramOf(own, metric), SHARES) : null,
  };
}

function histogramOf(rows: readonly MomentsRow[], { source }: ComparedMetric): Histogram {
  const sum: Histogram = new Map();
  for (const { metric, histogram } of rows) if (metric === source) addHistogram(sum, histogram);
  return sum;
}

function toComparisons(
  facts: ExperimentFacts,
  { metrics, sums, ratio }: Measured & { ratio: SampleRatio },
): ComparisonView[] {
  const [control, ...others] = facts.arms;
  if (control === undefined) return [];
  // The primary metric keeps its α, all others share one; several arms share each.
  const alphaOf = ({ name }: ComparedMetric) =>
    ALPHA / others.length / (name === facts.primary ? 1 : Math.max(1, metrics.length - 1));
  const questions = others.flatMap((other) =>
    metrics.map((metric) => ({ metric, control: control.key, other: other.key, alpha: alphaOf(metric) })),
  );
  const histories = historiesOf(facts.rows, metrics, questions);
  return questions.map((question, index) => {
    const { metric, other, alpha } = question;
    const comparison = compareArms(sums, metric, question);
    const labels = { control: labelOf(control, facts.arms), other: labelOf(find(others, other), facts.arms) };
    const { verdict, difference, low, high, calls } = comparison;
    const isSaid = verdict !== 'too_early' && ratio.status === 'alarm';
    return {
      ...{ metric: metric.name, arm: other, control: control.key, isPrimary: metric.name === facts.primary, alpha },
      ...{ verdict, scale: metric.scale, difference, low, high, calls },
      sentence: isSaid ? ALARM_FIRST : describeComparison(comparison, metric, labels),
      history: histories[index] ?? [],
    };
  });
}

function find(arms: readonly RuleArmNow[], key: string): RuleArmNow {
  return arms.find((arm) => arm.key === key) ?? { key, variantId: key, variant: null, weight: null };
}

/** The variant's name, with the arm's version where the rule has the variant twice. */
function labelOf({ key, variantId, variant }: RuleArmNow, arms: readonly RuleArmNow[]): string {
  const isAlone = arms.filter((arm) => arm.variantId === variantId).length === 1;
  const [, version] = key.split(':');
  const which = isAlone ? '' : version === undefined ? ' (first)' : ` (version ${version})`;
  return `“${variant ?? variantId}”${which}`;
}

type Question = { metric: ComparedMetric; control: string; other: string; alpha: number };

/** Each comparison at the ends of some of the hours or days, oldest first. */
function historiesOf(
  rows: readonly MomentsRow[],
  metrics: readonly ComparedMetric[],
  questions: readonly Question[],
): IntervalPointView[][] {
  const sums = new ArmSums(metrics, capOf(rows));
  const { times, shown } = shownTimes(rows);
  const histories = questions.map((): IntervalPointView[] => []);
  const byTime = groupBy(rows, ({ bucketStart }) => bucketStart);
  for (const at of times) {
    for (const row of byTime.get(at) ?? []) sums.add(row);
    if (!shown.has(at)) continue;
    questions.forEach((question, index) => {
      const point = toPoint(at, compareArms(sums, question.metric, question));
      if (point !== null) histories[index]?.push(point);
    });
  }
  return histories;
}
