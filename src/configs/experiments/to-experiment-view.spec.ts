import { randomNumbers } from '../../../test/support/random-numbers.js';
import { logRecord } from '../../../test/support/log-record.js';
import { ExperimentCounts, type MomentsRow } from '../../observability/experiments/experiment-counts.js';
import { defined } from '../../../test/support/defined.js';
import type { ComparisonView } from './experiment.dto.js';
import { toExperimentView } from './to-experiment-view.js';

const RULE = '00000000-0000-4000-8000-0000000000aa';
const [A, B] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1'];

interface Plan {
  readonly calls: number;
  readonly share?: number;
  readonly subjects?: number;
  readonly splitId?: string;
  /** By arm. */
  readonly errorRate?: readonly [number, number];
  readonly cost?: readonly [number, number];
  readonly latencyMs?: readonly [number, number];
}

/** The rows that calls of two arms leave behind. */
function rowsOf(plan: Plan, random = randomNumbers(plan.calls)): MomentsRow[] {
  const { calls, share = 0.5, subjects, splitId = '1' } = plan;
  const { errorRate = [0.05, 0.05], cost = [0.001, 0.001], latencyMs = [800, 800] } = plan;
  const counts = new ExperimentCounts();
  for (let call = 0; call < calls; call++) {
    const who = subjects === undefined ? call : Math.floor(random() * subjects);
    const drawn = subjects === undefined ? random() : (who * 0.618_033_988_7) % 1;
    const arm = drawn < share ? 1 : 0;
    const failed = random() < errorRate[arm];
    const spread = 0.5 + random();
    counts.add(
      logRecord({
        started_at: `2026-11-2${Math.floor((call / calls) * 5)}T10:00:00.000Z`,
        subject_hash: subjects === undefined ? null : `subject-${who}`,
        ...{ rule_id: RULE, split_id: splitId, variant_id: arm === 1 ? B : A, version: 1 },
        arm_weight: Math.round((arm === 1 ? share : 1 - share) * 10_000),
        ...(failed
          ? { status: 502, error_code: 'upstream_error', cost: null }
          : { cost: (spread * cost[arm]).toFixed(9) }),
        latency_ms: spread * latencyMs[arm],
      }),
    );
  }
  return counts.momentsRows();
}

const arms = [
  { key: A, variantId: A, variant: 'Thorough', weight: 5_000 },
  { key: B, variantId: B, variant: 'Concise', weight: 5_000 },
];

function view(rows: readonly MomentsRow[], primary = 'errorRate') {
  return toExperimentView({ ruleId: RULE, environmentId: 'e', arms, rows, subjects: [], primary });
}

function of(rows: readonly MomentsRow[], metric: string, primary = metric): ComparisonView {
  return defined(view(rows, primary).comparisons.find((comparison) => comparison.metric === metric));
}

describe('toExperimentView', () => {
  it('says nothing before enough has happened', () => {
    const comparison = of(rowsOf({ calls: 700 }), 'errorRate');
    expect(comparison).toMatchObject({ verdict: 'too_early', difference: null, low: null, high: null, history: [] });
    expect(comparison.sentence).toMatch(
      /^Too early to say anything about errors: “\w+” has \d+ of the 500 calls that it takes\.$/,
    );
  });

  it('says of what is not known at all how much it takes', () => {
    const { comparisons } = view(rowsOf({ calls: 700 }));
    const unknown = comparisons.filter(({ metric }) => metric === 'firstToken').map(({ sentence }) => sentence);
    expect(unknown).toEqual([
      'Too early to say anything about time to the first token: “Thorough” has 0 of the 500 calls that it takes.',
    ]);
  });

  it('says which arm fails more often, and by how much', () => {
    const comparison = of(rowsOf({ calls: 20_000, errorRate: [0.02, 0.06] }), 'errorRate');
    expect(comparison).toMatchObject({ verdict: 'higher', arm: B, control: A, alpha: 0.05, isPrimary: true });
    expect(comparison.low).toBeLessThan(0.04);
    expect(comparison.high).toBeGreaterThan(0.04);
    expect(comparison.sentence).toMatch(
      /^“Concise” fails more often than “Thorough”: by [\d.]+ percentage points to [\d.]+ percentage points\.$/,
    );
  });

  it('says how much slower and cheaper an arm is', () => {
    const rows = rowsOf({ calls: 20_000, cost: [0.002, 0.001], latencyMs: [500, 750] });
    const latency = of(rows, 'latency');
    expect(latency).toMatchObject({ verdict: 'higher', scale: 'ratio' });
    expect(Math.abs((latency.difference ?? 0) - 0.5)).toBeLessThan(0.05);
    expect(latency.sentence).toMatch(/^“Concise” is slower than “Thorough”: by [\d.]+ % to [\d.]+ %\.$/);
    expect(of(rows, 'cost')).toMatchObject({ verdict: 'lower', scale: 'absolute' });
    expect(of(rows, 'cost').sentence).toMatch(
      /^“Concise” costs less than “Thorough”: by [\d.]+ USD per 1,000 calls to/,
    );
    expect(of(rows, 'costCapped')).toMatchObject({ verdict: 'lower' });
  });

  it('claims no direction while 0 is inside, whatever the metric', () => {
    for (const comparison of view(rowsOf({ calls: 12_000, subjects: 2_000 })).comparisons) {
      if (comparison.low === null || comparison.high === null) continue;
      if (comparison.low > 0 || comparison.high < 0) continue;
      expect(comparison.verdict).toBe('undecided');
      expect(comparison.sentence).toMatch(/^No difference in .+ can be told: /);
      expect(comparison.sentence).not.toMatch(/better|worse|than “|more often|less often|slower|faster/);
    }
  });

  it('lets all metrics but the primary one share their α', () => {
    const alphas = view(rowsOf({ calls: 2_000 }), 'cost').comparisons.map(({ metric, alpha }) => [metric, alpha]);
    expect(new Map(alphas as [string, number][])).toEqual(
      new Map(
        ['errorRate', 'cost', 'costCapped', 'latency', 'firstToken', 'inputTokens', 'outputTokens'].map((name) => [
          name,
          name === 'cost' ? 0.05 : 0.05 / 6,
        ]),
      ),
    );
  });

  it('compares within each split, so that a changed weight in a bad hour is no difference', () => {
    const calm = rowsOf({ calls: 10_000, share: 0.9, errorRate: [0.02, 0.02] }, randomNumbers(1));
    const outage = rowsOf({ calls: 10_000, share: 0.1, splitId: '2', errorRate: [0.3, 0.3] }, randomNumbers(2));
    expect(of([...calm, ...outage], 'errorRate').verdict).toBe('undecided');
    // The arms' own rates, all splits together, differ a lot.
    const { arms: results } = view([...calm, ...outage]);
    const rates = results.map(({ metrics }) => metrics.find(({ metric }) => metric === 'errorRate')?.mean ?? 0);
    expect(Math.abs((rates[0] ?? 0) - (rates[1] ?? 0))).toBeGreaterThan(0.1);
  });

  it('shows the interval over time, the last point being the present one', () => {
    const comparison = of(rowsOf({ calls: 20_000 }), 'errorRate');
    const { difference, low, high, history } = comparison;
    expect(history.length).toBeGreaterThan(2);
    expect(history.at(-1)).toEqual({ at: '2026-11-24T10:00:00Z', difference, low, high });
  });

  it('trusts no difference where the split is not as planned', () => {
    const rows = rowsOf({ calls: 20_000, share: 0.5, errorRate: [0.02, 0.06] }).map((row) => ({
      ...row,
      arm: { ...row.arm, weight: row.arm.key === A ? 7_000 : 3_000 },
    }));
    const { sampleRatio, comparisons } = view(rows);
    expect(sampleRatio.status).toBe('alarm');
    expect(comparisons.find(({ metric }) => metric === 'errorRate')?.sentence).toMatch(
      /^Calls do not come to the arms/,
    );
    expect(view(rowsOf({ calls: 20_000 })).sampleRatio.status).toBe('as_planned');
  });

  it('gives an interval of one arm’s rate where its calls have no subject, and only there', () => {
    const rate = (rows: MomentsRow[]) => view(rows).arms[0]?.metrics.find(({ metric }) => metric === 'errorRate');
    expect(rate(rowsOf({ calls: 2_000 }))?.interval).toEqual([expect.any(Number), expect.any(Number)]);
    expect(rate(rowsOf({ calls: 2_000, subjects: 50 }))?.interval).toBeNull();
  });
});
