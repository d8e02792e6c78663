import type { DataSource } from 'typeorm';

const TIMEOUT = '30s';
/** Of one sort or hash: a month's histograms fit, which would else be written to temporary files several times over. */
const WORK_MEM = '32MB';

/** One statement. */
export type Query = <Row>(sql: string, parameters: readonly unknown[]) => Promise<Row[]>;

/** Reads the log within a time limit: a query over too much of it gets 503 instead of holding its connection. */
export function boundedQuery<Row>(dataSource: DataSource, sql: string, parameters: readonly unknown[]): Promise<Row[]> {
  return boundedReading(dataSource, (query) => query<Row>(sql, parameters));
}

/** Several statements, each within the time limit, that all see the database as it was at the first of them. */
export function boundedReading<Result>(
  dataSource: DataSource,
  read: (query: Query) => Promise<Result>,
): Promise<Result> {
  return dataSource.transaction('REPEATABLE READ', async (manager) => {
    // Compiling a statement takes longer than nearly all of them run.
    await manager.query(
      `SET LOCAL statement_timeout = '${TIMEOUT}'; SET LOCAL work_mem = '${WORK_MEM}'; SET LOCAL jit = off`,
    );
    return read(<Row>(sql: string, parameters: readonly unknown[]) => manager.query<Row[]>(sql, [...parameters]));
  });
}
