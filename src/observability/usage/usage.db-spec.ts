import { DataSource } from 'typeorm';
import { ALL_TIME, openLogFixture, type LogFixture } from '../../../test/support/log-fixture.js';
import { logRecord } from '../../../test/support/log-record.js';
import {
  DAY_MS,
  DAYS,
  FIRST_DAY,
  oneOf,
  random,
  someFilters,
  someRecord,
  VALUE_OF,
} from '../../../test/support/random-log.js';
import { below } from '../../../test/support/random-numbers.js';
import { formatUsd } from '../../catalog/cost-of-usage.js';
import { systemClock } from '../../core/clock.js';
import { dataSourceOptions } from '../../core/database.js';
import { BatchInserter } from '../batch-inserter.js';
import { toLine } from '../log-journal.js';
import type { RequestLogRecord } from '../log-record.js';
import { ensurePartitions } from '../partitions.js';
import { boundedReading } from '../request-logs/bounded-query.js';
import { compactRollups } from '../rollups/compact-rollups.js';
import type { Detail } from '../rollups/details.js';
import { readQuestion } from './question.js';
import { sourceOf } from './source.js';
import type { UsageRow } from './to-usage-view.js';
import { loadUsage } from './usage-reader.js';
import { MAX_GROUPS } from './usage-sql.js';
import type { UsageGroupView, UsageTotalsView, UsageView } from './usage.dto.js';
import { UsageService } from './usage.service.js';

const GROUPS: typeof VALUE_OF = {
  ...VALUE_OF,
  day: (record) => record.started_at.slice(0, 10),
  hour: (record) => `${record.started_at.slice(0, 13)}:00:00Z`,
};

/** Told apart by single requests only. */
const OF_ROWS: ReadonlySet<string> = new Set(['session', 'shadow', 'tag.user']);

const sumOf = (values: readonly (number | null)[]): number =>
  values.reduce<number>((sum, value) => sum + (value ?? 0), 0);

function usdOf(values: readonly (string | null)[]): string | null {
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return null;
  const pico = (usd: string) => {
    const [whole = '', fraction = ''] = usd.split('.');
    return BigInt(whole + fraction.padEnd(12, '0'));
  };
  return formatUsd(known.reduce((sum, usd) => sum + pico(usd), 0n));
}

/** Counted again, from the records. Percentiles are exact here. */
function recount(records: readonly RequestLogRecord[]) {
  const of = <Name extends keyof RequestLogRecord>(name: Name) => records.map((record) => record[name]);
  const callers = records.filter(({ shadow_of: shadowOf }) => shadowOf === null);
  const shadows = records.filter(({ shadow_of: shadowOf }) => shadowOf !== null);
  const isFailed = (record: RequestLogRecord) => record.status >= 400 || record.error_code !== null;
  const unpriced = records.filter(
    ({ cost, usage, vendor, error_code, first_token_ms }) =>
      cost === null && (usage !== null || (vendor !== null && (error_code === null || first_token_ms !== null))),
  ).length;
  return {
    requests: callers.length,
    errors: callers.filter((record) => !record.aborted && isFailed(record)).length,
    aborted: callers.filter(({ aborted }) => aborted).length,
    tokens: {
      input: sumOf(of('input_tokens')),
      cacheRead: sumOf(of('cache_read_tokens')),
      cacheWrite: sumOf(of('cache_write_tokens')),
      output: sumOf(of('output_tokens')),
      reasoning: sumOf(of('reasoning_tokens')),
    },
    cost: usdOf(of('cost')) ?? (unpriced === 0 ? '0' : null),
    wastedCost: usdOf(of('wasted_cost')),
    vendorCost: usdOf(of('vendor_cost')),
    unpricedRequests: unpriced,
    shadow: {
      requests: shadows.length,
      errors: shadows.filter(isFailed).length,
      cost: usdOf(shadows.map(({ cost }) => cost)) ?? (shadows.length === 0 ? '0' : null),
    },
    latencyMs: percentiles(callers.map(({ latency_ms: ms }) => ms)),
    timeToFirstTokenMs: percentiles(callers.map(({ first_token_ms: ms }) => ms).filter((value) => value !== null)),
  };
}

function percentiles(values: readonly number[]): Record<'p50' | 'p95' | 'p99', number> | null {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  const at = (share: number) => {
    const place = share * (sorted.length - 1);
    const low = sorted[Math.floor(place)] ?? 0;
    return low + ((sorted[Math.ceil(place)] ?? 0) - low) * (place % 1);
  };
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
}

function expectTotals(view: UsageTotalsView | undefined, records: readonly RequestLogRecord[]): void {
  const { latencyMs, timeToFirstTokenMs, ...exact } = recount(records);
  expect(view).toMatchObject(exact);
  for (const [found, wanted] of [
    [view?.latencyMs, latencyMs],
    [view?.timeToFirstTokenMs, timeToFirstTokenMs],
  ] as const) {
    for (const name of ['p50', 'p95', 'p99'] as const) {
      if (wanted === null) expect(found?.[name]).toBeNull();
      else expect(Math.abs((found?.[name] ?? NaN) - wanted[name])).toBeLessThanOrEqual(0.01 * wanted[name] + 0.06);
    }
  }
}

interface Asked {
  readonly query: Record<string, string>;
  readonly matches: (record: RequestLogRecord) => boolean;
  readonly groupBy: readonly string[];
}

/** Requests and cost by what groups are of, whatever else they are told apart by. */
function sumsOf(rows: readonly UsageRow[], groups: number): Map<string, { requests: number; cost: string | null }> {
  const sums = new Map<string, { requests: number; cost: string | null }>();
  const listed = rows.filter(({ is_total }) => !is_total);
  for (const { names, requests, shadow_requests, cost } of listed.length === 0 ? rows : listed) {
    if (Number(requests) + Number(shadow_requests) === 0) continue;
    const name = JSON.stringify(names.slice(0, groups));
    const sum = sums.get(name) ?? { requests: 0, cost: null };
    sums.set(name, { requests: sum.requests + Number(requests), cost: usdOf([sum.cost, cost]) });
  }
  return sums;
}

/** @param given the filters and groups that may be among it; without them, all */
function someQuestion(given?: readonly string[], times: readonly string[] = ['day', 'hour']): Asked {
  const unit = oneOf([DAY_MS, 3_600_000, 60_000]);
  const moment = () => FIRST_DAY + Math.floor((random() * DAYS * DAY_MS) / unit) * unit;
  const [a, b] = [moment(), moment()];
  const [from, to] = [Math.min(a, b), Math.max(a, b) + unit];
  const isSingle = random() < 0.3;
  const names = given ?? Object.keys(VALUE_OF).filter((name) => isSingle || !OF_ROWS.has(name));
  const filters = someFilters(names);
  const groupBy = [...names, ...times]
    .filter(() => random() < (given === undefined ? 0.12 : 0.3))
    .slice(0, given === undefined ? 3 : 1);
  const query = {
    ...filters.query,
    ...(isSingle && given === undefined && random() < 0.3 ? { minLatencyMs: '500' } : {}),
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(groupBy.length > 0 ? { groupBy: groupBy.join(',') } : {}),
  };
  const matches = (record: RequestLogRecord) =>
    filters.matches(record) && (!('minLatencyMs' in query) || record.latency_ms >= 500);
  return { query, matches, groupBy };
}

function inPeriod(from: string | undefined, to: string | undefined): (record: RequestLogRecord) => boolean {
  return ({ started_at }) => started_at >= String(from) && started_at < String(to);
}

function groupOf(record: RequestLogRecord, groupBy: readonly string[]): string {
  return JSON.stringify(groupBy.map((name) => GROUPS[name]?.(record) ?? null));
}

function nameOf(item: UsageGroupView, groupBy: readonly string[]): string {
  return JSON.stringify(groupBy.map((name) => item.group[name] ?? null));
}

describe('usage', () => {
  let log: LogFixture;
  let dataSource: DataSource;
  let usage: UsageService;
  const records = Array.from({ length: 1_500 }, someRecord);
  /** Of one hour: as replicas without rollups left them, still to be counted. */
  const old = Array.from({ length: 40 }, () =>
    logRecord({
      ...someRecord(),
      started_at: new Date(FIRST_DAY + DAY_MS + 5 * 3_600_000 + below(random, 3_600_000)).toISOString(),
    }),
  );
  const all = [...records, ...old];

  beforeAll(async () => {
    log = await openLogFixture();
    dataSource = await new DataSource(dataSourceOptions(log.databaseUrl)).initialize();
    usage = new UsageService(dataSource, systemClock, ['chat/completions'], { logRetentionDays: 90 });
    const days = Array.from({ length: DAYS }, (_, day) =>
      new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
    );
    await ensurePartitions(log.client, days);
    const inserter = new BatchInserter('/nowhere');
    for (let at = 0; at < records.length; at += 100) {
      await inserter.insert(
        log.client,
        Buffer.from(
          records
            .slice(at, at + 100)
            .map(toLine)
            .join(''),
        ),
      );
    }
    await log.client.query(
      `INSERT INTO request_logs SELECT * FROM json_populate_recordset(null::request_logs, $1::json)`,
      [JSON.stringify(old.map((record) => ({ ...record, rolled_up: false })))],
    );
    await log.client.query('INSERT INTO rollup_backlog (hour) VALUES ($1)', [
      new Date(FIRST_DAY + DAY_MS + 5 * 3_600_000),
    ]);
  });
  afterAll(async () => {
    await dataSource.destroy();
    await log.close();
  });

  async function expectRecount(): Promise<void> {
    const sources = new Set<string>();
    for (let times = 0; times < 60; times++) {
      const { query, matches, groupBy } = someQuestion();
      const found = await usage.totals(query);
      sources.add(found.source);
      const counted = all.filter((record) => matches(record) && inPeriod(query['from'], query['to'])(record));
      expectTotals(found.total, counted);
      if (groupBy.length === 0) continue;
      const groups = new Set(counted.map((record) => groupOf(record, groupBy)));
      expect(found.items.map((item) => nameOf(item, groupBy)).sort()).toEqual([...groups].sort());
      for (const item of found.items) {
        const name = nameOf(item, groupBy);
        expectTotals(
          item,
          counted.filter((record) => groupOf(record, groupBy) === name),
        );
      }
    }
    expect(sources).toEqual(new Set(['rollups', 'requests']));
  }

  it('is what a recount of the records finds, whatever it is filtered and grouped by', expectRecount);

  it('is the same from coarse sums, from those by all dimensions, and from either by hour', async () => {
    for (let times = 0; times < 40; times++) {
      const { query, groupBy } = someQuestion(['environment', 'provider', 'vendor', 'model', 'tag.team'], ['day']);
      const sumsBy = async (detail: Detail, hours: string) => {
        const names = [...groupBy, hours].filter(Boolean).join(',');
        const asked = { ...query, ...(names !== '' && { groupBy: names }) };
        const question = readQuestion(asked, { now: new Date(), servedPaths: [] });
        const source = sourceOf(question);
        if (source.kind === 'rows') throw new Error('tags of one key, and coarse dimensions, are in rollups');
        expect(source.detail).toBe('model');
        const rows = await boundedReading(dataSource, (ask) => loadUsage(ask, question, { ...source, detail }));
        expect(rows.length).toBeLessThanOrEqual(MAX_GROUPS);
        return sumsOf(rows, groupBy.length);
      };
      const coarse = await sumsBy('model', '');
      expect(await sumsBy('full', '')).toEqual(coarse);
      expect(await sumsBy('model', 'hour')).toEqual(coarse);
      expect(await sumsBy('full', 'hour')).toEqual(coarse);
    }
  });

  it('is the same once its rollups are compacted', async () => {
    const count = async () => Number((await log.client.query('SELECT count(*) FROM usage_rollups')).rows[0].count);
    const before = await count();
    while ((await compactRollups(log.client, ALL_TIME)) > 0);
    expect(await count()).toBeLessThan(before);
    await expectRecount();
  });

  it('tells the minutes of a few hours apart, by single requests', async () => {
    const [from, to] = [FIRST_DAY + DAY_MS + 4 * 3_600_000, FIRST_DAY + DAY_MS + 7 * 3_600_000];
    const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
    const { items, source } = await usage.totals({ ...period, groupBy: 'minute' });
    const minutes = all
      .filter((record) => record.shadow_of === null && inPeriod(period.from, period.to)(record))
      .map(({ started_at }) => `${started_at.slice(0, 16)}:00Z`);
    expect(source).toBe('requests');
    expect(items.flatMap(({ group, requests }) => Array<unknown>(requests).fill(group['minute']))).toEqual(
      minutes.sort(),
    );
  });

  it('compares with the same length just before, groups that have gone included', async () => {
    for (let times = 0; times < 30; times++) {
      const { query, matches, groupBy } = someQuestion();
      const length = Date.parse(query['to'] ?? '') - Date.parse(query['from'] ?? '');
      if (groupBy.includes('hour') && length % 3_600_000 !== 0) continue;
      if (groupBy.includes('day') && length % DAY_MS !== 0) continue;
      const found = await usage.totals({ ...query, compare: 'previous' });
      const matching = all.filter(matches);
      const now = matching.filter(inPeriod(query['from'], query['to']));
      const before = matching
        .filter(inPeriod(found.previous?.from, found.previous?.to))
        .map((record) => ({ ...record, started_at: new Date(Date.parse(record.started_at) + length).toISOString() }));
      expect(Date.parse(found.previous?.to ?? '') - Date.parse(found.previous?.from ?? '')).toBe(length);
      expectTotals(found.total, now);
      expectTotals(found.total.previous, before);
      const names = new Set([...now, ...before].map((record) => groupOf(record, groupBy)));
      if (groupBy.length === 0) continue;
      expect(new Set(found.items.map((item) => nameOf(item, groupBy)))).toEqual(names);
      for (const item of found.items) {
        const isIn = (record: RequestLogRecord) => groupOf(record, groupBy) === nameOf(item, groupBy);
        expectTotals(item, now.filter(isIn));
        expectTotals(item.previous, before.filter(isIn));
      }
    }
    const [from, to] = [2, 4].map((day) => new Date(FIRST_DAY + day * DAY_MS).toISOString());
    const { total } = await usage.totals({ from, to, compare: 'previous' });
    expect(total.change?.requests).toBeCloseTo(total.requests / Number(total.previous?.requests) - 1, 3);
    expect(total.change?.cost).toBeCloseTo(Number(total.cost) / Number(total.previous?.cost) - 1, 3);
  });

  it.each<[string, string[], (totals: UsageTotalsView) => number]>([
    ['requests', ['model'], ({ requests }) => requests],
    ['cost', ['day', 'model', 'client'], ({ cost }) => Number(cost ?? -1)],
    ['errors', ['tag.team', 'client'], ({ errors }) => errors],
    ['tokens', ['model', 'hour'], ({ tokens }) => tokens.input + tokens.output],
  ])('closes its sum with the others of the top by %s', async (orderBy, groupBy, rankOf) => {
    const period = { from: new Date(FIRST_DAY).toISOString(), to: new Date(FIRST_DAY + 3 * DAY_MS).toISOString() };
    const found = await usage.totals({ ...period, groupBy: groupBy.join(','), orderBy, top: '2' });
    const counted = all.filter(inPeriod(period.from, period.to));
    const series = groupBy.filter((name) => name !== 'day' && name !== 'hour');
    const kept = new Set(found.items.filter(({ other }) => !other).map((item) => nameOf(item, series)));
    expect(kept.size).toBe(2);
    const times = groupBy.filter((name) => !series.includes(name));
    const isKept = (record: RequestLogRecord) => kept.has(groupOf(record, series));
    for (const item of found.items) {
      const isIn = (record: RequestLogRecord) =>
        groupOf(record, times) === nameOf(item, times) &&
        (item.other ? !isKept(record) : groupOf(record, series) === nameOf(item, series));
      expectTotals(item, counted.filter(isIn));
    }
    expect(found.items.reduce((sum, { requests, shadow }) => sum + requests + shadow.requests, 0)).toBe(counted.length);
    const whole = await usage.totals({ ...period, groupBy: series.join(','), orderBy });
    const [first, second, third] = whole.items;
    expect(kept).toEqual(new Set([first, second].map((item) => item && nameOf(item, series))));
    const ranks = [first, second, third].map((item) => item && rankOf(item));
    expect(ranks).toEqual(ranks.toSorted((a, b) => Number(b) - Number(a)));
  });

  it('says what it cannot answer, and what would be', async () => {
    const early = new Date(FIRST_DAY - 100 * DAY_MS).toISOString();
    const later = new Date(FIRST_DAY).toISOString();
    const ask = (query: Record<string, string>): Promise<UsageView> =>
      usage.totals({ from: early, to: later, ...query });
    expect((await ask({})).total.requests).toBe(0);
    const tooFine: Record<string, string>[] = [
      { groupBy: 'hour' },
      { session: 's1' },
      { from: early.replace('T00', 'T01') },
    ];
    for (const query of tooFine) {
      await expect(ask(query)).rejects.toMatchObject({
        status: 400,
        response: { errors: [{ pointer: '/from', detail: expect.stringContaining('whole days') }] },
      });
    }
    for (const [query, pointer] of [
      [{ top: '3' }, '/top'],
      [{ top: '3', groupBy: 'day' }, '/top'],
      [{ top: '0', groupBy: 'model' }, '/top'],
      [{ orderBy: 'size' }, '/orderBy'],
      [{ compare: 'next' }, '/compare'],
      [{ compare: 'previous', groupBy: 'day', to: new Date(FIRST_DAY + 3_600_000).toISOString() }, '/compare'],
    ] as const) {
      await expect(ask(query)).rejects.toMatchObject({ status: 400, response: { errors: [{ pointer }] } });
    }
  });
});
