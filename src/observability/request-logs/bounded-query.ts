import type { DataSource } from 'typeorm';

const TIMEOUT = '30s';

/** Reads the log, but not for ever: a question about too much of it gets 503 instead of a connection that never ends. */
export function boundedQuery<Row>(dataSource: DataSource, sql: string, parameters: unknown[]): Promise<Row[]> {
  return dataSource.transaction(async (manager) => {
    await manager.query(`SET LOCAL statement_timeout = '${TIMEOUT}'`);
    return manager.query<Row[]>(sql, parameters);
  });
}
