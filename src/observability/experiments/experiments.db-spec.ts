import { hash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { defined } from '../../../test/support/defined.js';
import { openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import { below, randomNumbers } from '../../../test/support/random-numbers.js';
import { toExperimentView } from '../../configs/experiments/to-experiment-view.js';
import { dataSourceOptions } from '../../core/database.js';
import { BatchInserter } from '../batch-inserter.js';
import { FeedbackService } from '../feedback/feedback.service.js';
import { toLine } from '../log-journal.js';
import type { RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { ExperimentCounts } from './experiment-counts.js';
import { ExperimentReader } from './experiment-reader.js';
import { mergeMoments } from './merge-moments.js';

const RULE = '00000000-0000-4000-8000-0000000000aa';
const [A, B] = ['00000000-0000-4000-8000-0000000000a1', '00000000-0000-4000-8000-0000000000b1'];
const DAY_MS = 24 * 3_600_000;
const ALL = { from: new Date(0), to: new Date('2100-01-01') };

/** Days whose hours stay, and such whose hours become a part of them. */
const DAYS = [0, 1, 5, 6].map((back) => new Date(Date.now() - back * DAY_MS).toISOString().slice(0, 10));

function someCall(random: () => number, index: number): RequestLogRecord {
  const subject = below(random, 2_000);
  const isTreated = below(randomNumbers(subject), 100) < 30;
  const failed = random() < (isTreated ? 0.08 : 0.02);
  const startedAt = `${DAYS[below(random, DAYS.length)] ?? ''}T0${below(random, 9)}:00:00.${String(index % 1_000).padStart(3, '0')}Z`;
  return logRecord({
    started_at: startedAt,
    rule_id: RULE,
    split_id: '-77',
    subject_hash: random() < 0.1 ? null : hash('sha256', String(subject), 'hex'),
    ...(isTreated
      ? { variant_id: B, version: 2, arm_weight: 3_000 }
      : { variant_id: A, version: 1, arm_weight: 7_000 }),
    ...(failed ? { status: 502, error_code: 'upstream_error', cost: null } : { cost: (random() / 100).toFixed(12) }),
    latency_ms: 100 + below(random, 1_000),
    streaming: random() < 0.5,
    // A fallback answered for the arm.
    ...(isTreated &&
      random() < 0.02 && {
        variant_id: A,
        arm_weight: null,
        drawn_arm: { key: B, variantId: B, version: 2, weight: 3_000, outcome: 'failed' as const },
      }),
  });
}

/** What is measured, in any order of rows and whatever their grain. */
function totalsOf(
  rows: readonly { arm: { key: string }; metric: string; moments: Iterable<readonly [number, number, bigint]> }[],
) {
  const totals = new Map<string, [number, bigint]>();
  for (const { arm, metric, moments } of rows) {
    for (const [cell, count, sum] of moments) {
      const name = `${arm.key} ${metric} ${cell}`;
      const [before, total] = totals.get(name) ?? [0, 0n];
      totals.set(name, [before + count, total + sum]);
    }
  }
  return Object.fromEntries(
    [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, [count, sum]]) => [name, `${count} ${sum}`]),
  );
}

describe('what experiments measure', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  let reader: ExperimentReader;
  const random = randomNumbers(2_026);
  const calls = Array.from({ length: 9_000 }, (_, index) => someCall(random, index));
  const expected = new ExperimentCounts();

  beforeAll(async () => {
    for (const call of calls) expected.add({ ...call, usage: null });
    log = await openLogFixture();
    dataSource = await new DataSource({ ...dataSourceOptions(log.databaseUrl, 4), entities: [] }).initialize();
    reader = new ExperimentReader(dataSource);
    await ensurePartitions(log.client, DAYS);
    const inserter = new BatchInserter(`${log.dataDir}/quarantine`);
    for (let from = 0; from < calls.length; from += 700) {
      const batch = calls.slice(from, from + 700).map((call) => ({ at: random(), line: toLine(call) }));
      const lines = Buffer.from(
        batch
          .sort((a, b) => a.at - b.at)
          .map(({ line }) => line)
          .join(''),
      );
      await inserter.insert(log.client, lines);
      // A process that was killed ships its last batch again.
      if (from % 2_100 === 0) await inserter.insert(log.client, lines);
    }
  });
  afterAll(async () => {
    await dataSource.destroy();
    await log.close();
  });

  const stored = async () => (await reader.load([RULE], ALL)).rows;

  it('is there once, whatever was shipped twice', async () => {
    expect(totalsOf(await stored())).toEqual(totalsOf(expected.momentsRows()));
  });

  it('stays the same where rows are merged, and old hours become days', async () => {
    const count = async () =>
      (
        await log.client.query<{ grain: string; count: number }>(
          'SELECT grain, count(*)::integer FROM experiment_moments GROUP BY grain ORDER BY grain',
        )
      ).rows;
    const before = defined((await count()).at(-1)).count;
    for (let round = 0; round < 3; round++) await mergeMoments(log.client);
    const after = await count();
    expect(after.map(({ grain }) => grain)).toEqual(['day', 'hour']);
    expect(after.reduce((sum, row) => sum + row.count, 0)).toBeLessThan(before / 2);
    expect(totalsOf(await stored())).toEqual(totalsOf(expected.momentsRows()));
    expect(await reader.load(['00000000-0000-4000-8000-0000000000ab'], ALL)).toEqual({ rows: [], subjects: [] });
  });

  it('counts each subject once', async () => {
    const drawn = new Map<string, string>();
    for (const { subject_hash: subject, variant_id: variant, drawn_arm: other } of calls) {
      const isFirst = subject !== null && !drawn.has(subject);
      if (isFirst) drawn.set(subject, other?.key ?? variant ?? '');
    }
    const { subjects } = await reader.load([RULE], ALL);
    expect(subjects.reduce((sum, { subjects: count }) => sum + count, 0)).toBe(drawn.size);
    expect(subjects).toEqual(
      expect.arrayContaining([expect.objectContaining({ splitId: '-77', arm: B, weight: 3_000, oneOf: 1 })]),
    );
  });

  it('finds the difference that is there', async () => {
    const { rows } = await reader.load([RULE], ALL);
    const arms = [A, B].map((key) => ({ key, variantId: key, variant: key === A ? 'A' : 'B', weight: 5_000 }));
    const { comparisons } = toExperimentView({
      ruleId: RULE,
      environmentId: 'e',
      arms,
      rows,
      subjects: [],
      primary: 'errorRate',
    });
    const errors = comparisons.find(({ metric }) => metric === 'errorRate');
    expect(errors).toMatchObject({ verdict: 'higher', alpha: 0.05 });
    // 8 % of its own answers, and the fiftieth that a fallback answered, against 2 %.
    const difference = 0.98 * 0.08 + 0.02 - 0.02;
    expect(errors?.low).toBeLessThan(difference);
    expect(errors?.high).toBeGreaterThan(difference);
    expect(comparisons.find(({ metric }) => metric === 'latency')).toMatchObject({ verdict: 'undecided' });
  });

  it('takes the last feedback of each name into the arm that answered, however much comes at once', async () => {
    const feedback = new FeedbackService(dataSource);
    const judged = calls.filter(({ drawn_arm: other }) => other === null).slice(0, 30);
    const giver = { givenBy: 'administrator', environmentId: null } as const;
    await Promise.all(
      judged.flatMap(({ request_id: requestId }) =>
        [0.25, 1, 0.25].map((value) => feedback.give({ requestId, name: 'helpful', value }, giver)),
      ),
    );
    for (const { request_id: requestId } of judged)
      await feedback.give({ requestId, name: 'helpful', value: 0.5 }, giver);
    const given = new Map<string, [number, bigint]>();
    for (const { metric, arm, moments } of await stored()) {
      if (metric !== 'feedback:helpful') continue;
      for (const [, count, sum] of moments) {
        const [before, total] = given.get(arm.key) ?? [0, 0n];
        given.set(arm.key, [before + count, total + sum]);
      }
    }
    const ofArm = (key: string) => judged.filter(({ variant_id: variant }) => variant === key).length;
    expect(given).toEqual(new Map([A, B].map((key) => [key, [ofArm(key), BigInt(ofArm(key)) * 500_000n]])));
  });
});
