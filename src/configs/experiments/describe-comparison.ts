import type { Comparison } from './compare-arms.js';
import type { ComparedMetric, Scale } from './metrics.js';

/** Names of the arms, as people know them. */
export interface ArmLabels {
  readonly control: string;
  readonly other: string;
}

/** How a metric is spoken of. */
interface Words {
  readonly what: string;
  /** Behind the arm's name, where its value is above the control's, or below. */
  readonly more: string;
  readonly less: string;
  readonly size: (value: number) => string;
}

const points = (value: number) => `${shown(value * 100)} percentage points`;
const usd = (value: number) => `${shown(value * 1_000)} USD per 1,000 calls`;
const percent = (value: number) => `${shown(value * 100)} %`;
const tokens = (value: number) => `${shown(value)} tokens`;

const WORDS: Readonly<Record<string, Words>> = {
  errorRate: { what: 'errors', more: 'fails more often', less: 'fails less often', size: points },
  cost: { what: 'cost', more: 'costs more', less: 'costs less', size: usd },
  costCapped: { what: 'cost without the dearest calls', more: 'costs more', less: 'costs less', size: usd },
  latency: { what: 'latency', more: 'is slower', less: 'is faster', size: percent },
  firstToken: {
    what: 'time to the first token',
    more: 'is slower to begin',
    less: 'is faster to begin',
    size: percent,
  },
  inputTokens: { what: 'prompt tokens', more: 'is sent more', less: 'is sent less', size: tokens },
  outputTokens: { what: 'answer tokens', more: 'writes more', less: 'writes less', size: tokens },
};

/** A difference in a metric, as people read it. */
export function sizeOf(name: string, scale: Scale, value: number): string {
  return scale === 'ratio' ? percent(value) : (WORDS[name]?.size ?? shown)(value);
}

function wordsOf({ name }: ComparedMetric): Words {
  const known = WORDS[name];
  if (known !== undefined) return known;
  const feedback = name.slice(name.indexOf('.') + 1);
  return { what: feedback, more: `gets more “${feedback}”`, less: `gets less “${feedback}”`, size: shown };
}

/** One sentence: what can be said, and nothing more. */
export function describeComparison(comparison: Comparison, metric: ComparedMetric, labels: ArmLabels): string {
  const words = wordsOf(metric);
  const { verdict, low, high, missing } = comparison;
  if (low === null || high === null || verdict === 'too_early') return describeMissing(words, missing, labels);
  const { control, other } = labels;
  if (verdict === 'undecided') {
    return (
      `No difference in ${words.what} can be told: compared with ${control}, ${other} may be anywhere from ` +
      `${words.size(-low)} below to ${words.size(high)} above.`
    );
  }
  const [least, most] = verdict === 'higher' ? [low, high] : [-high, -low];
  const how = verdict === 'higher' ? words.more : words.less;
  return `${other} ${how} than ${control}: by ${words.size(least)} to ${words.size(most)}.`;
}

function describeMissing({ what }: Words, missing: Comparison['missing'], labels: ArmLabels): string {
  const start = `Too early to say anything about ${what}`;
  if (missing === null) return `${start}.`;
  const arm = labels[missing.of];
  switch (missing.what) {
    case 'calls':
      return `${start}: ${arm} has ${missing.has} of the ${missing.needs} calls that it takes.`;
    case 'buckets':
      return `${start}: the calls of ${arm} come from too few subjects.`;
    case 'events':
      return `${start}: ${arm} has ${missing.has} of the ${missing.needs} that it takes of the rarer outcome.`;
    case 'variation':
      return `${start}: it is the same in all calls of ${arm}.`;
  }
}

/** Three digits are more than most differences are known to. */
function shown(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString('en-US', { maximumSignificantDigits: 3 });
}
