import { randomUUID } from 'node:crypto';
import { BadRequestException, ConflictException, Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { formatUsd } from '../catalog/cost-of-usage.js';
import { END_WHEN_ABANDONED } from '../core/abandoned-transaction.js';
import { ADVISORY_LOCKS } from '../core/advisory-locks.js';
import { SERVED_PATHS } from '../core/endpoints.js';
import { existing, fieldErrorsOf, malformed, refuse } from '../core/http/admin-errors.js';
import { ADMINISTRATOR } from '../core/http/administrator.js';
import { loadPage, type Page, type PageQuery } from '../core/http/page.js';
import { readFilters, type Filters } from '../observability/request-logs/filters.js';
import { loadRatedRows, type RatedRow } from '../observability/rerating/rated-rows.js';
import { writeCosts } from '../observability/rerating/write-costs.js';
import type { RerateBody } from './rerate.dto.js';
import { addCalls, NO_RESULT, type RerateResult } from './rerate-result.js';
import { rateRow, type RateContext } from './rate-row.js';
import { Rerating } from './rerating.entity.js';

/** Records of one transaction: what is locked, and what a restart does again. */
const BATCH = 1_000;
const STATEMENT_TIMEOUT = '30s';
/** Names of filters that a period has already, or that are no period's. */
const NO_FILTERS: ReadonlySet<string> = new Set(['from', 'to', 'requestId']);

/** Charges calls of the past by the prices of now. */
@Injectable()
export class ReratingsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SERVED_PATHS) private readonly servedPaths: readonly string[],
  ) {}

  /** @throws BadRequestException UnprocessableEntityException */
  async create({ from, to, filters = {}, preview = false }: RerateBody): Promise<Rerating> {
    const period = { from: new Date(from), to: new Date(to) };
    refuse(period.from < period.to ? [] : [{ pointer: '/to', detail: 'to must be after from' }]);
    this.readFilters({ ...period, filters });
    const id = randomUUID();
    await this.dataSource.query(
      `DELETE FROM price_reratings WHERE is_preview AND updated_at < now() - interval '1 day'`,
    );
    await this.dataSource.manager.insert(Rerating, {
      ...{ id, ...period, isPreview: preview, state: 'running', createdBy: ADMINISTRATOR, result: NO_RESULT },
      // `readFilters` has seen that these are texts.
      filters: filters as Record<string, string>,
    });
    return this.get(id);
  }

  async get(id: string): Promise<Rerating> {
    return existing(await this.dataSource.manager.findOneBy(Rerating, { id }), 'rerating');
  }

  list(page: PageQuery): Promise<Page<Rerating>> {
    const query = this.dataSource.getRepository(Rerating).createQueryBuilder('rerating');
    const order = [
      { column: 'rerating.createdAt', direction: 'DESC', valueOf: (row: Rerating) => row.createdAt.toISOString() },
      { column: 'rerating.id', direction: 'DESC', valueOf: (row: Rerating) => row.id },
    ] as const;
    return loadPage(query.where('NOT rerating.isPreview'), order, page);
  }

  /** What is done stays. @throws ConflictException where it has ended */
  async cancel(id: string): Promise<void> {
    const { state } = await this.get(id);
    if (state !== 'running') throw new ConflictException(`It has ended: its state is ${state}.`);
    await this.end(id, 'cancelled', null);
  }

  /** A later end of one that has ended changes nothing. */
  async end(id: string, state: 'failed' | 'cancelled', error: string | null): Promise<void> {
    await this.dataSource.query(
      `UPDATE price_reratings SET state = $2, error = $3, updated_at = clock_timestamp(), finished_at = clock_timestamp()
       WHERE id = $1 AND state = 'running'`,
      [id, state, error],
    );
  }

  /**
   * The next records of one, in one transaction with the note of how far it is: each is counted once, wherever it is
   * interrupted and whichever replica goes on.
   *
   * @returns false where nothing is left to do, or another replica does it
   */
  runBatch(id: string, context: RateContext): Promise<boolean> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'; ${END_WHEN_ABANDONED}`);
      const rerating = await manager.findOne(Rerating, {
        where: { id, state: 'running' },
        lock: { mode: 'pessimistic_write', onLocked: 'skip_locked' },
      });
      if (rerating === null) return false;
      // Two of them over the same records would each count the same difference.
      if (!rerating.isPreview) await manager.query('SELECT pg_advisory_xact_lock($1)', [ADVISORY_LOCKS.rerating]);
      const { placeAt, placeId } = rerating;
      const after = placeAt === null || placeId === null ? null : { startedAt: placeAt, requestId: placeId };
      const rows = await loadRatedRows(manager, { filters: this.readFilters(rerating), after, limit: BATCH });
      const { result, changes } = rateRows(rows, context, rerating.result);
      if (!rerating.isPreview) await writeCosts(manager, changes, id);
      const last = rows.at(-1);
      const isDone = rows.length < BATCH;
      await manager.query(NOTE, [
        id,
        last?.place ?? placeAt,
        last?.request_id ?? placeId,
        JSON.stringify(result),
        isDone ? 'done' : 'running',
      ]);
      return !isDone;
    });
  }

  /** One that nobody has gone on with for a while. */
  async findIdle(): Promise<string | null> {
    const [idle] = await this.dataSource.query<{ id: string }[]>(
      `SELECT id FROM price_reratings WHERE state = 'running' AND updated_at < clock_timestamp() - interval '5 seconds'
       ORDER BY updated_at LIMIT 1`,
    );
    return idle?.id ?? null;
  }

  /** @throws BadRequestException */
  private readFilters({ from, to, filters }: { from: Date; to: Date; filters: object }): Filters {
    const errors = Object.keys(filters)
      .filter((name) => NO_FILTERS.has(name))
      .map((name) => ({ pointer: `/filters/${name}`, detail: `${name} is not a filter here` }));
    if (errors.length > 0) throw malformed(errors);
    try {
      return { ...readFilters({ ...filters }, { own: [], servedPaths: this.servedPaths }), from, to };
    } catch (error) {
      throw withinFilters(error);
    }
  }
}

/** The same refusal, with pointers into the body. */
function withinFilters(error: unknown): unknown {
  if (!(error instanceof BadRequestException)) return error;
  return malformed(fieldErrorsOf(error).map(({ pointer, detail }) => ({ pointer: `/filters${pointer}`, detail })));
}

const NOTE = `
  UPDATE price_reratings SET place_at = $2, place_id = $3, result = $4, state = $5, updated_at = clock_timestamp(),
    finished_at = CASE WHEN $5 = 'done' THEN clock_timestamp() END
  WHERE id = $1`;

function rateRows(rows: readonly RatedRow[], context: RateContext, before: RerateResult) {
  const rated = rows.map((row) => ({ row, ...rateRow(row, context) }));
  const changes = rated.flatMap(({ row, cost, call }) =>
    cost === null || cost.pico === call.before ? [] : [{ row, cost: formatUsd(cost.pico), priceIds: cost.priceIds }],
  );
  const result = addCalls(
    before,
    rated.map(({ call }) => call),
  );
  return { result, changes };
}
