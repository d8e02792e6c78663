import type { PairComparison } from './compare-pairs.js';
import { sizeOf, type ArmLabels } from './describe-comparison.js';
import type { ComparedPairMetric } from './pair-metrics.js';

/** How a metric is spoken of. */
interface Words {
  readonly what: string;
  /** Behind how much it is. */
  readonly more: string;
  readonly less: string;
  /** Between the name and how much it is. */
  readonly does: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  errorRate: { what: 'failures', does: 'failed', more: 'more often', less: 'less often' },
  cost: { what: 'cost', does: 'cost', more: 'more', less: 'less' },
  latency: { what: 'latency', does: 'took', more: 'longer', less: 'less time' },
  firstToken: { what: 'time to the first token', does: 'took', more: 'longer to begin', less: 'less time to begin' },
  outputTokens: { what: 'answer tokens', does: 'wrote', more: 'more', less: 'less' },
};

/**
 * One sentence: what can be said, and nothing more.
 * @param unknown requests that both answered, of which it is not known of one of the two
 */
export function describePairs(
  comparison: PairComparison,
  metric: ComparedPairMetric,
  { labels, unknown }: { readonly labels: ArmLabels; readonly unknown: number },
): string {
  const words = WORDS[metric.name] ?? { what: metric.name, does: 'had', more: 'more', less: 'less' };
  const sentences = [say(comparison, metric, { labels, words })];
  if (unknown > 0) sentences.push(`Of ${count(unknown)} more it is not known for one of the two.`);
  if (metric.kind === 'rate' && comparison.difference !== null) {
    sentences.push(`Where ${labels.control} failed and nothing answered in its place, no copy was made.`);
  }
  return sentences.join(' ');
}

function say(
  { verdict, difference, low, high, requests, scale, missing }: PairComparison,
  metric: ComparedPairMetric,
  { labels, words }: { readonly labels: ArmLabels; readonly words: Words },
): string {
  const { control, other } = labels;
  const on =
    metric.kind === 'rate'
      ? `On ${count(requests)} requests that callers got an answer to`
      : `On ${count(requests)} requests that both answered`;
  const size = (value: number) => sizeOf(metric.name, scale, value);
  if (difference === null || low === null || high === null) return sayMissing(words, missing, on);
  if (verdict === 'undecided') {
    return `${on}, no difference in ${words.what} can be told: ${other} may be anywhere from ${size(-low)} below ${control} to ${size(high)} above.`;
  }
  const [least, most] = verdict === 'higher' ? [low, high] : [-high, -low];
  const how = verdict === 'higher' ? words.more : words.less;
  return `${on}, ${other} ${words.does} ${size(Math.abs(difference))} ${how} than ${control} (${size(least)} to ${size(most)}).`;
}

function sayMissing({ what }: Words, missing: PairComparison['missing'], on: string): string {
  const start = `Too early to say anything about ${what}`;
  switch (missing?.what) {
    case 'calls':
      return `${start}: there are ${count(missing.has)} of the ${count(missing.needs)} requests that it takes.`;
    case 'buckets':
      return `${start}: the requests come from too few subjects.`;
    case 'events':
      return `${start}: only one of the two failed on ${missing.has} requests, and it takes ${missing.needs}.`;
    case 'variation':
      return `${on}, the difference in ${what} is always the same, so that nothing can be said of others.`;
    case undefined:
      return `${start}.`;
  }
}

function count(requests: number): string {
  return requests.toLocaleString('en-US');
}
