import { defined } from '../../../test/support/defined.js';
import { logRecord } from '../../../test/support/log-record.js';
import { randomNumbers } from '../../../test/support/random-numbers.js';
import { ExperimentCounts, type MomentsRow } from '../../observability/experiments/experiment-counts.js';
import type { RequestLogRecord, ServedCall } from '../../observability/log-record.js';
import type { PairComparisonView, PairView } from './shadow-result.dto.js';
import { toShadowViews, type ShadowNow } from './to-shadow-view.js';

const RULE = '00000000-0000-4000-8000-0000000000aa';
const [A, B] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1'];
const NAMES = new Map([
  [A, 'Thorough'],
  [B, 'Concise'],
]);
const SHADOW: ShadowNow = { variantId: B, version: null, share: 1_000, maxDailyCost: '5' };

const SERVED: ServedCall = {
  ...{ key: A, variantId: A, version: 1, failed: false, latencyMs: 800, firstTokenMs: null },
  ...{ inputTokens: 10, outputTokens: 100, cost: '0.002' },
};

interface Change {
  readonly served?: Partial<ServedCall>;
  readonly shadow?: Partial<RequestLogRecord>;
}

/** The rows that copies leave behind, each of a request of another size. */
function rowsOf(copies: number, changeOf: (random: () => number, copy: number) => Change = () => ({})): MomentsRow[] {
  const random = randomNumbers(copies);
  const counts = new ExperimentCounts();
  for (let copy = 0; copy < copies; copy++) {
    const size = 0.2 + 2 * random();
    const { served, shadow } = changeOf(random, copy);
    const noise = 0.9 + 0.2 * random();
    const record = logRecord({
      started_at: `2026-11-2${Math.floor((copy / copies) * 5)}T10:00:00.000Z`,
      ...{ rule_id: RULE, variant_id: B, version: 3, shadow_of: `request-${copy}` },
      ...{ cost: (0.002 * size * noise).toFixed(12), latency_ms: 800 * size * noise, output_tokens: 40 + (copy % 7) },
      first_token_ms: null,
      ...shadow,
    });
    const call = { ...SERVED, cost: (0.002 * size).toFixed(12), latencyMs: 800 * size, outputTokens: 100, ...served };
    counts.add({ ...record, served_call: call });
  }
  return counts.momentsRows();
}

function pairOf(pairs: readonly MomentsRow[], primary = 'cost'): PairView {
  const [view] = toShadowViews({ shadows: [SHADOW], pairs, names: NAMES, primary });
  return defined(view?.pairs[0]);
}

function of(rows: readonly MomentsRow[], metric: string): PairComparisonView {
  return defined(pairOf(rows, metric).comparisons.find((comparison) => comparison.metric === metric));
}

describe('toShadowViews', () => {
  it('says how much cheaper a shadow is, on the requests that both answered', () => {
    const rows = rowsOf(2_000, (random) => ({ shadow: { cost: (0.001 + 0.0002 * random()).toFixed(12) } }));
    const cost = of(rows, 'cost');
    expect(cost).toMatchObject({ verdict: 'lower', scale: 'ratio', requests: 2_000, unknown: 0, isPrimary: true });
    // 0.0011 of a mean of 0.0024.
    expect(cost.difference).toBeCloseTo(0.0011 / 0.0024 - 1, 1);
    expect(cost.sentence).toMatch(
      /^On 2,000 requests that both answered, “Concise” cost [\d.]+ % less than “Thorough” \([\d.]+ % to [\d.]+ %\)\.$/,
    );
    expect(cost.history.at(-1)).toMatchObject({ difference: cost.difference, low: cost.low, high: cost.high });
    expect(cost.history.length).toBeGreaterThan(1);
  });

  it('finds a tenth of a difference in pairs where requests differ tenfold', () => {
    const rows = rowsOf(1_000, (random) => {
      const size = 1 + 9 * random();
      return { served: { latencyMs: 100 * size }, shadow: { latency_ms: 110 * size * (0.95 + 0.1 * random()) } };
    });
    const latency = of(rows, 'latency');
    expect(latency).toMatchObject({ verdict: 'higher', scale: 'ratio' });
    expect(latency.difference).toBeCloseTo(0.1, 1);
    expect(latency.sentence).toMatch(
      /^On 1,000 requests that both answered, “Concise” took [\d.]+ % longer than “Thorough”/,
    );
  });

  it('claims no direction while 0 is inside', () => {
    for (const { verdict, low, high, sentence } of pairOf(rowsOf(3_000)).comparisons) {
      if (low === null || high === null || low > 0 || high < 0) continue;
      expect(verdict).toBe('undecided');
      expect(sentence).toMatch(
        /^On 3,000 requests that (both answered|callers got an answer to), no difference in .+ can be told: “Concise” may be/,
      );
      expect(sentence).not.toMatch(/less than|more than|longer|often/);
    }
  });

  it('counts what is known of one only, and takes it for nothing', () => {
    const rows = rowsOf(1_200, (_, copy) => ({
      ...(copy % 10 === 0 && { shadow: { cost: null } }),
      ...(copy % 10 === 1 && { served: { cost: null } }),
    }));
    const cost = of(rows, 'cost');
    expect(cost).toMatchObject({ requests: 960, unknown: 240, verdict: 'too_early' });
    expect(cost.sentence).toBe(
      'Too early to say anything about cost: there are 960 of the 1,000 requests that it takes. Of 240 more it is not known for one of the two.',
    );
    expect(cost.served).toBeCloseTo(0.0024, 3);
  });

  it('tells how requests ended, and judges the shadow by those that one of the two failed', () => {
    const failed = { status: 502, error_code: 'upstream_error', cost: null };
    const rows = rowsOf(1_000, (_, copy) => ({
      ...(copy % 10 === 0 && { shadow: failed }),
      ...(copy % 50 === 1 && { served: { failed: true } }),
      ...(copy % 100 === 2 && { served: { failed: true }, shadow: failed }),
      ...(copy % 100 === 3 && { shadow: { ...failed, error_code: 'cut_by_shutdown' } }),
    }));
    const { requests, outcomes, comparisons } = pairOf(rows, 'errorRate');
    expect(requests).toBe(1_000);
    expect(outcomes).toEqual({
      ...{ bothAnswered: 860, onlyServedFailed: 20, onlyShadowFailed: 100, bothFailed: 10, notJudged: 10 },
    });
    const errors = defined(comparisons[0]);
    expect(errors).toMatchObject({ metric: 'errorRate', verdict: 'higher', scale: 'absolute', requests: 990 });
    expect(errors.difference).toBeCloseTo((100 - 20) / 990, 10);
    expect(errors.sentence).toMatch(
      /^On 990 requests that callers got an answer to, “Concise” failed 8.08 percentage points more often than “Thorough” \([\d.]+ percentage points to [\d.]+ percentage points\)\. Where “Thorough” failed and nothing answered in its place, no copy was made\.$/,
    );
  });

  it('says nothing of failures while both end alike, and nothing of what never varies', () => {
    const { comparisons } = pairOf(rowsOf(2_000, () => ({ shadow: { output_tokens: 60 } })));
    const sentences = new Map(comparisons.map(({ metric, sentence }) => [metric, sentence]));
    expect(sentences.get('errorRate')).toBe(
      'Too early to say anything about failures: only one of the two failed on 0 requests, and it takes 10.',
    );
    expect(sentences.get('outputTokens')).toBe(
      'On 2,000 requests that both answered, the difference in answer tokens is always the same, so that nothing can be said of others.',
    );
    expect(sentences.get('firstToken')).toBe(
      'Too early to say anything about time to the first token: there are 0 of the 500 requests that it takes.',
    );
  });

  it('states a difference in USD where what was served is free', () => {
    const cost = of(
      rowsOf(2_000, () => ({ served: { cost: '0' } })),
      'cost',
    );
    expect(cost).toMatchObject({ verdict: 'higher', scale: 'absolute', served: 0 });
    expect(cost.sentence).toMatch(/“Concise” cost [\d.]+ USD per 1,000 calls more than “Thorough”/);
  });

  it('compares each pair of versions by itself, the newest first, under the shadow that the rule has', () => {
    const rows = [
      ...rowsOf(10),
      ...rowsOf(20, () => ({ shadow: { version: 4 } })),
      ...rowsOf(30, () => ({ served: { variantId: B, key: B, version: 2 } })),
    ];
    const shadows: ShadowNow[] = [
      { variantId: A, version: 9, share: 100, maxDailyCost: '1' },
      { variantId: B, version: 4, share: 200, maxDailyCost: '2' },
    ];
    const views = toShadowViews({ shadows, pairs: rows, names: NAMES, primary: 'cost' });
    expect(views.map(({ version, share, pairs }) => [version, share, pairs.map(({ requests }) => requests)])).toEqual([
      [9, 100, []],
      [4, 200, [20]],
      [3, null, [30, 10]],
    ]);
    expect(toShadowViews({ shadows: [SHADOW], pairs: rows, names: NAMES, primary: 'cost' })).toMatchObject([
      { version: null, share: 1_000, pairs: [{ version: 4 }, { version: 3 }, { version: 3 }] },
    ]);
    const own = rowsOf(3_000, () => ({ served: { variantId: B, key: B, version: 2 } }));
    expect(of(own, 'latency').sentence).toContain('“Concise” (version 3) may be anywhere');
  });

  it('lets all metrics but the primary one share their α', () => {
    const alphas = pairOf(rowsOf(10), 'latency').comparisons.map(({ metric, alpha }) => [metric, alpha]);
    expect(Object.fromEntries(alphas)).toEqual({
      ...{ errorRate: 0.0125, cost: 0.0125, latency: 0.05, firstToken: 0.0125, outputTokens: 0.0125 },
    });
  });
});
