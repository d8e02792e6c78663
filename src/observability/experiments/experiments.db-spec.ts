import { hash } from 'node:crypto';
import { DataSource } from 'typeorm';
import { defined } from '../../../test/support/defined.js';
import { openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import { below, randomNumbers } from '../../../test/support/random-numbers.js';
import { toExperimentView } from '../../configs/experiments/to-experiment-view.js';
import { toShadowViews } from '../../configs/experiments/to-shadow-view.js';
import { dataSourceOptions } from '../../core/database.js';
import { BatchInserter } from '../batch-inserter.js';
import { FeedbackService } from '../feedback/feedback.service.js';
import { toLine } from '../log-journal.js';
import type { RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { ExperimentCounts, type MomentsRow } from './experiment-counts.js';
import { ExperimentReader } from './experiment-reader.js';
import { mergeMoments } from './merge-moments.js';

const RULE = '00000000-0000-4000-8000-0000000000aa';
const [A, B, C] = ['a1', 'b1', 'c1'].map((end) => `00000000-0000-4000-8000-0000000000${end}`) as [
  string,
  string,
  string,
];
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

/** A copy of such a call that a shadow of A got, and what it came to. */
function someCopy(random: () => number, served: RequestLogRecord): RequestLogRecord {
  const { cost, latency_ms: latencyMs, output_tokens: outputTokens, input_tokens: inputTokens } = served;
  const answeredBy = served.drawn_arm ?? {
    key: served.variant_id ?? '',
    variantId: served.variant_id ?? '',
    version: served.version ?? 0,
  };
  const failed = served.drawn_arm !== null;
  const isCut = random() < 0.02;
  return logRecord({
    ...{ started_at: served.started_at, rule_id: RULE, subject_hash: served.subject_hash, streaming: served.streaming },
    split_id: '-77',
    ...{ variant_id: C, version: 1 + below(random, 2), shadow_of: served.request_id },
    served_call: {
      ...{ key: answeredBy.key, variantId: answeredBy.variantId, version: answeredBy.version },
      ...{ failed, latencyMs, firstTokenMs: served.first_token_ms, inputTokens, outputTokens, cost },
    },
    ...(isCut && { status: 503, error_code: 'cut_by_shutdown', cost: null }),
    ...(!isCut && random() < 0.05 && { status: 502, error_code: 'upstream_error', cost: null }),
    cost: cost === null || isCut || random() < 0.1 ? null : (Number(cost) * (0.3 + random() * 0.4)).toFixed(12),
    latency_ms: latencyMs * (1.5 + random()),
  });
}

/** What is measured, in any order of rows and whatever their grain. */
function totalsOf(rows: readonly Pick<MomentsRow, 'arm' | 'metric' | 'moments'>[]) {
  const totals = new Map<string, [number, bigint]>();
  for (const { arm, metric, moments } of rows) {
    for (const [cell, count, sum] of moments) {
      const name = `${arm.key} ${arm.served?.variantId} ${arm.served?.version} ${metric} ${cell}`;
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
  const copies = calls
    .filter(({ error_code: code }) => code === null && random() < 0.3)
    .map((call) => someCopy(random, call));
  const expected = new ExperimentCounts();

  beforeAll(async () => {
    for (const call of [...calls, ...copies]) expected.add({ ...call, usage: null });
    log = await openLogFixture();
    dataSource = await new DataSource({ ...dataSourceOptions(log.databaseUrl, 4), entities: [] }).initialize();
    reader = new ExperimentReader(dataSource);
    await ensurePartitions(log.client, DAYS);
    const inserter = new BatchInserter(`${log.dataDir}/quarantine`);
    const all = [...calls, ...copies];
    for (let from = 0; from < all.length; from += 700) {
      const batch = all.slice(from, from + 700).map((call) => ({ at: random(), line: toLine(call) }));
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

  const stored = async () => {
    const { rows, pairs } = await reader.load([RULE], ALL);
    return [...rows, ...pairs];
  };

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
    expect(await reader.load(['00000000-0000-4000-8000-0000000000ab'], ALL)).toEqual({
      rows: [],
      pairs: [],
      subjects: [],
    });
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

  it('compares a shadow with what served the same requests, and takes its calls for nothing else', async () => {
    const { rows, pairs } = await reader.load([RULE], ALL);
    expect(new Set(rows.map(({ arm }) => arm.key))).toEqual(new Set([A, B]));
    const shadows = [{ variantId: C, version: null, share: 3_000, maxDailyCost: '5' }];
    const names = new Map([A, B, C].map((id, at) => [id, ['A', 'B', 'C'][at] ?? '']));
    const [view] = toShadowViews({ shadows, pairs, names, primary: 'cost' });
    expect(view).toMatchObject({ variant: 'C', version: null, share: 3_000 });
    expect(view?.pairs.map(({ version, served }) => `${version} ${served.variant}`).sort()).toEqual([
      '1 A',
      '1 B',
      '2 A',
      '2 B',
    ]);
    for (const pair of view?.pairs ?? []) {
      const { version, served, requests, outcomes, comparisons } = pair;
      const own = copies.filter(
        ({ version: of, served_call: call }) => of === version && call?.variantId === served.variantId,
      );
      const endings = (isShadowOk: boolean, isServedOk: boolean) =>
        own.filter(
          ({ error_code: code, served_call: call }) =>
            code !== 'cut_by_shutdown' && (code === null) === isShadowOk && call?.failed === !isServedOk,
        );
      expect(requests).toBe(own.length);
      expect(outcomes).toEqual({
        bothAnswered: endings(true, true).length,
        onlyServedFailed: endings(true, false).length,
        onlyShadowFailed: endings(false, true).length,
        bothFailed: endings(false, false).length,
        notJudged: own.filter(({ error_code: code }) => code === 'cut_by_shutdown').length,
      });
      const priced = endings(true, true).filter(({ cost, served_call: call }) => cost !== null && call?.cost !== null);
      const cost = defined(comparisons.find(({ metric }) => metric === 'cost'));
      expect(cost).toMatchObject({ requests: priced.length, unknown: endings(true, true).length - priced.length });
      const sum = (values: readonly (string | null | undefined)[]) =>
        values.reduce((total, value) => total + Number(value), 0);
      expect(cost.shadow).toBeCloseTo(sum(priced.map((each) => each.cost)) / priced.length, 10);
      expect(cost.served).toBeCloseTo(sum(priced.map((each) => each.served_call?.cost)) / priced.length, 10);
    }
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
    for (const { metric, arm, moments } of (await reader.load([RULE], ALL)).rows) {
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
