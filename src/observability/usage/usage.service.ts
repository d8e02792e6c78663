import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock } from '../../core/clock.js';
import { SERVED_PATHS } from '../../core/endpoints.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { boundedReading, type Query } from '../request-logs/bounded-query.js';
import { refused, type QueryParameters } from '../request-logs/parameters.js';
import { readQuestion, type Question } from './question.js';
import { sourceOf, type Source } from './source.js';
import { splitPeriod, type Period } from './split-period.js';
import { toUsageViews, type UsageRow } from './to-usage-view.js';
import { isCountedCoarsely, loadUsage } from './usage-reader.js';
import { MAX_GROUPS } from './usage-sql.js';
import type { PeriodView, UsageView } from './usage.dto.js';

/** Single requests that one answer adds up at most, where no index finds them: about a second. */
const MAX_ROWS = 1_000_000;
const DAY_MS = 24 * 3600 * 1000;

/** Adds up requests: by the sums that are kept of each hour and day, else by reading them. */
@Injectable()
export class UsageService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SERVED_PATHS) private readonly servedPaths: readonly string[],
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'logRetentionDays'>,
  ) {}

  /** @throws BadRequestException also for what would read too many single requests, or such as are not kept any more */
  async totals(query: QueryParameters): Promise<UsageView> {
    const question = readQuestion(query, { now: this.clock.now(), servedPaths: this.servedPaths });
    const { rows, source } = await boundedReading(this.dataSource, (query) => this.load(query, question));
    const groups = rows.filter(({ is_total }) => !is_total);
    const total = rows.find(({ is_total }) => is_total);
    if (total === undefined) throw new Error('there is always a total');
    const views = await toUsageViews(total, groups.slice(0, MAX_GROUPS));
    return Object.assign(toPeriodView(question.period), {
      ...(question.previous !== null && { previous: toPeriodView(question.previous) }),
      total: views.total,
      items: views.groups.map(({ row, view }) =>
        Object.assign(view, {
          group: Object.fromEntries(question.groupBy.map(({ name }, index) => [name, row.names[index] ?? null])),
          other: row.is_other,
        }),
      ),
      truncated: groups.length > MAX_GROUPS,
      source: source.kind === 'rows' ? ('requests' as const) : ('rollups' as const),
    });
  }

  private async load(query: Query, question: Question): Promise<{ rows: UsageRow[]; source: Source }> {
    let source = sourceOf(question);
    if (source.kind === 'tag-rollups' && (await isCountedCoarsely(query, question, source))) {
      source = { kind: 'rows', because: `tag.${source.key}` };
    }
    this.refuseForgotten(question, source);
    if (source.kind === 'rows') await refuseTooMany(query, question, source.because);
    return { rows: await loadUsage(query, question, source), source };
  }

  /** Sums by day outlive the requests and the sums by hour. */
  private refuseForgotten({ period, previous, groupBy }: Question, source: Source): void {
    const oldest = Math.floor(this.clock.now().getTime() / DAY_MS - this.settings.logRetentionDays) * DAY_MS;
    const isByHour = groupBy.some(({ name }) => name === 'hour');
    for (const each of previous === null ? [period] : [previous, period]) {
      const { rows, hours } = splitPeriod(each, isByHour ? 'hour' : 'day');
      const fine = source.kind === 'rows' ? [each] : [...rows, ...hours];
      if (fine.every(({ from }) => from.getTime() >= oldest)) continue;
      const kept = `single requests and hours are kept from ${new Date(oldest).toISOString()} on`;
      throw refused(
        'from',
        `is too early for this question: ${kept}; of what was before there are whole days (UTC) only`,
      );
    }
  }
}

async function refuseTooMany(query: Query, question: Question, because: string): Promise<void> {
  const { requestId, conditions } = question.filters;
  if (requestId !== null || conditions.some(({ name }) => name === 'session')) return;
  const filters = { ...question.filters, conditions: conditions.filter(({ kind }) => kind === 'dimension') };
  const counting = { ...question, filters, groupBy: [], top: null };
  const [total] = await loadUsage(query, counting, sourceOf(counting));
  const requests = Number(total?.requests ?? 0) + Number(total?.previous_requests ?? 0);
  if (requests <= MAX_ROWS) return;
  throw refused(
    'from',
    `is too early for this question: ${because} is answered from single requests, ${MAX_ROWS} at most, and ${requests} would be read; give a shorter period or more filters`,
  );
}

function toPeriodView({ from, to }: Period): PeriodView {
  return { from: from.toISOString(), to: to.toISOString() };
}
