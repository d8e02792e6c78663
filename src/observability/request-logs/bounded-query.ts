import type { DataSource } from 'typeorm';

const TIMEOUT = '30s';

/** Reads the log within a time limit: a query over too much of it gets 503 instead of holding its connection. */
export function boundedQuery<Row>(dataSource: DataSource, sql: string, parameters: unknown[]): Promise<Row[]> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL statement_timeout = '${TIMEOUT}'`);
    return manager.query<Row[]>(sql, parameters);
  });
}
