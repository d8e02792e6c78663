import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import type { ArmOutcomes } from '../../core/arm-outcomes.js';
import { dataSourceOptions } from '../../core/database.js';
import { BatchInserter } from '../batch-inserter.js';
import { toLine } from '../log-journal.js';
import type { AttemptRecord, RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { ShadowCosts, shadowKeyOf } from '../shadow-costs.js';
import { LoggedArmOutcomes } from './logged-arm-outcomes.js';

const RULE = '00000000-0000-4000-8000-00000000000a';
const [NEW, OLD] = ['00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000c'];
const NOTHING: ArmOutcomes = { calls: 0, trials: 0, failures: 0, otherFailures: 0, answers: 0, slow: 0 };

const arm: Partial<RequestLogRecord> = {
  ...{ rule_id: RULE, variant_id: NEW, variant: 'Answers', version: 2, arm_weight: 1_000 },
  ...{ config_revision: '40', attempts: null },
};
/** Another version of the variant, and another arm. */
const other: Partial<RequestLogRecord> = { ...arm, version: 1, arm_weight: 9_000 };
const failed = { status: 502, error_code: 'upstream_error' };

function attempt(fields: Partial<AttemptRecord>): AttemptRecord {
  return {
    ...{ reason: 'first', because: null, provider: 'p', vendor: 'openai', model: 'm', variant: 'Answers', version: 2 },
    ...{
      status: null,
      error: null,
      message: null,
      startedAt: '2026-11-20T10:06:00.000Z',
      latencyMs: 1,
      upstreamRequestId: null,
    },
    ...fields,
  };
}
/** A fallback, another variant, answered for the arm. */
const fellOver = (first: Partial<AttemptRecord>, because = 'unavailable'): Partial<RequestLogRecord> => ({
  ...{ rule_id: RULE, variant_id: OLD, variant: 'Fallback', version: 2, arm_weight: null, config_revision: '40' },
  attempts: [attempt(first), attempt({ reason: 'fallback', because, variant: 'Fallback' })],
});

describe('outcomes of an arm', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  beforeAll(async () => {
    log = await openLogFixture();
    await ensurePartitions(log.client, ['2026-11-20']);
    dataSource = await new DataSource(dataSourceOptions(log.databaseUrl)).initialize();
  });
  afterAll(async () => {
    await dataSource.destroy();
    await log.close();
  });
  afterEach(() => log.client.query('TRUNCATE request_logs, request_attempts'));

  async function outcomesOf(...calls: Partial<RequestLogRecord>[]): Promise<ArmOutcomes> {
    const lines = Buffer.from(calls.map((call) => toLine(logRecord(call))).join(''));
    await new BatchInserter('/dev/null').insert(log.client, lines);
    return new LoggedArmOutcomes(dataSource).load({
      ...{ ruleId: RULE, variantId: NEW, variantName: 'Answers', version: 2, slowMs: 500 },
      ...{ sinceRevision: '40', since: new Date('2026-11-20T10:05:00Z') },
    });
  }

  it('are nothing where nothing happened', async () => {
    expect(await outcomesOf()).toEqual(NOTHING);
  });

  it.each<[string, Partial<RequestLogRecord>[], Partial<ArmOutcomes>]>([
    ['an answer', [arm], { calls: 1, trials: 1, answers: 1 }],
    ['a failure', [{ ...arm, ...failed }], { calls: 1, trials: 1, failures: 1 }],
    ['a failure of another arm', [{ ...other, ...failed }], { otherFailures: 1 }],
    ['an answer of another arm', [other], {}],
    ['a slow answer', [{ ...arm, latency_ms: 501 }], { calls: 1, trials: 1, answers: 1, slow: 1 }],
    ['a slow failure', [{ ...arm, ...failed, latency_ms: 501 }], { calls: 1, trials: 1, failures: 1 }],
    ["a caller's own mistake", [{ ...arm, status: 400, error_code: 'invalid_request' }], { calls: 1 }],
    ['a caller that left', [{ ...arm, status: 499, error_code: 'client_closed_request', aborted: true }], { calls: 1 }],
    ['a call that the shutdown cut', [{ ...arm, status: 503, error_code: 'cut_by_shutdown' }], { calls: 1 }],
    [
      'a model that the vendor does not have',
      [{ ...arm, status: 404, error_code: 'model_not_found' }],
      { calls: 1, trials: 1, failures: 1 },
    ],
    [
      'a rate limit',
      [{ ...arm, status: 429, error_code: 'rate_limit_exceeded' }],
      { calls: 1, trials: 1, failures: 1 },
    ],
    [
      'a stream that broke',
      [{ ...arm, status: 200, error_code: 'upstream_stream_broken' }],
      { calls: 1, trials: 1, failures: 1 },
    ],
    ['a fallback that answered for the arm', [fellOver({})], { calls: 1, trials: 1, failures: 1 }],
    ['a fallback, for the breaker was open', [fellOver({ reason: 'skipped' })], {}],
    ['a fallback for a prompt too long', [fellOver({}, 'context_window')], { calls: 1 }],
    ['a fallback for another version', [fellOver({ version: 1 })], { otherFailures: 1 }],
    [
      'a fallback for the arm whose variant had another name',
      [fellOver({ variant: 'Before', variantId: NEW })],
      { calls: 1, trials: 1, failures: 1 },
    ],
    ['a fallback for another variant that had its name', [fellOver({ variantId: OLD })], { otherFailures: 1 }],
    ["a shadow's failure", [{ ...fellOver({ variantId: NEW }), ...failed, shadow_of: OLD }], {}],
    ['another rule', [{ ...arm, rule_id: OLD }], {}],
    ['a call of the step before', [{ ...arm, config_revision: '39' }], {}],
    ['a call of a later change', [{ ...arm, config_revision: '41' }], { calls: 1, trials: 1, answers: 1 }],
  ])('%s', async (_name, calls, expected) => {
    expect(await outcomesOf(...calls)).toEqual({ ...NOTHING, ...expected });
  });

  it('count a broken client once, and its calls up to there', async () => {
    const client = { ...arm, subject_hash: 'broken' };
    const calls = [client, client, ...Array.from({ length: 50 }, () => ({ ...client, ...failed })), client, arm];
    expect(await outcomesOf(...calls)).toEqual({ ...NOTHING, calls: 54, trials: 4, failures: 1, answers: 4 });
  });

  it('of shadows are no part of them, and cost what they cost', async () => {
    const copy = { ...arm, arm_weight: null, shadow_of: OLD, cost: '0.5', wasted_cost: null };
    const copies = [
      copy,
      { ...copy, cost: null, wasted_cost: '0.25' },
      { ...copy, cost: null },
      { ...copy, variant_id: OLD },
    ];
    expect(await outcomesOf(...copies, { ...arm, cost: '9' })).toMatchObject({ calls: 1 });
    const { rows } = await log.client.query<{ request_id: string; shadow_of: string | null }>(
      'SELECT request_id, shadow_of FROM request_logs ORDER BY started_at',
    );
    const [first = '', ...rest] = rows.flatMap(({ request_id, shadow_of }) => (shadow_of === null ? [] : [request_id]));
    const costs = new ShadowCosts(dataSource);
    const missing = randomUUID();
    expect(await costs.load(new Date('2026-11-20T00:00:00Z'), [first, missing])).toEqual({
      costs: new Map([
        [shadowKeyOf(RULE, NEW), 750_000_000_000n],
        [shadowKeyOf(RULE, OLD), 500_000_000_000n],
      ]),
      logged: [first],
    });
    expect(await costs.load(new Date('2026-11-21T00:00:00Z'), [...rest, missing])).toEqual({
      costs: new Map(),
      logged: [],
    });
  });

  it('count a slow client once', async () => {
    const slow = { ...arm, subject_hash: 'slow', latency_ms: 9_000 };
    expect(await outcomesOf(slow, slow, slow)).toEqual({ ...NOTHING, calls: 3, trials: 3, answers: 1, slow: 1 });
  });

  it('take a session for the subject of calls that name none', async () => {
    const calls = [
      { ...other, ...failed, session_id: 's' },
      { ...arm, ...failed, session_id: 's' },
    ];
    expect(await outcomesOf(...calls)).toEqual({ ...NOTHING, calls: 1, otherFailures: 1 });
  });
});
