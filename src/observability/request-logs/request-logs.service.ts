import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { loadPricesById } from '../../catalog/stored-price.js';
import { SERVED_PATHS } from '../../core/endpoints.js';
import { existing } from '../../core/http/admin-errors.js';
import type { Page } from '../../core/http/page.js';
import { boundedQuery } from './bounded-query.js';
import { BODIES, FEEDBACK, SHADOWS } from './columns-apart.js';
import { readFilters, type Filters } from './filters.js';
import { readLogCursor, toLogCursor } from './log-cursor.js';
import { COLUMNS } from './log-page.js';
import { loadLogPage } from './log-search.js';
import { readWhole, type QueryParameters } from './parameters.js';
import type { DetailRow } from './request-detail.dto.js';
import type { RequestLogRow } from './request-log.dto.js';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 200;
/** Rows of one batch of an export; its bytes are bounded as a page's are. */
const EXPORTED_AT_ONCE = 500;

/** Reads the request log. A call's record arrives a moment after its reply. */
@Injectable()
export class RequestLogsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SERVED_PATHS) private readonly servedPaths: readonly string[],
  ) {}

  /** Newest first. @throws BadRequestException */
  async list(query: QueryParameters): Promise<Page<RequestLogRow>> {
    const filters = this.readFilters(query, ['limit', 'cursor']);
    const limit = readWhole(query, 'limit', [1, MAX_LIMIT]) ?? DEFAULT_LIMIT;
    const after = readLogCursor(query['cursor']);
    const { rows, next } = await loadLogPage(this.dataSource, { filters, after, limit });
    return { items: rows, nextCursor: next && toLogCursor(next) };
  }

  /** @throws NotFoundException also for a request whose record is still on its way */
  async get(requestId: string): Promise<DetailRow> {
    const [found] = await boundedQuery<Omit<DetailRow, 'prices'>>(
      this.dataSource,
      `SELECT ${COLUMNS}, ${BODIES}, ${FEEDBACK}, ${SHADOWS}, cost_history FROM request_logs WHERE request_id = $1`,
      [requestId],
    );
    const row = existing(found, 'request');
    return { ...row, prices: await loadPricesById(this.dataSource.manager, row.price_ids ?? []) };
  }

  /** @throws BadRequestException */
  readFilters(query: QueryParameters, own: readonly string[]): Filters {
    return readFilters(query, { own, servedPaths: this.servedPaths });
  }

  /**
   * All rows that the filters leave, newest first, a batch at a time: the next one is read when it is asked for, and
   * between two of them nothing is held in the database.
   */
  async *batches(filters: Filters): AsyncGenerator<readonly RequestLogRow[], void> {
    let after = null;
    do {
      const page = await loadLogPage(this.dataSource, { filters, after, limit: EXPORTED_AT_ONCE });
      yield page.rows;
      after = page.next;
    } while (after !== null);
  }
}
