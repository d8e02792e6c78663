import type { ClientBase } from 'pg';
import type { QueryRunner } from 'typeorm';
import { DatabaseClient } from '../core/database-client.js';

/** A runner's connection, for what TypeORM does not know: copying in, transactions of the log's own. */
export async function clientOf(runner: QueryRunner | undefined): Promise<ClientBase> {
  const client: unknown = await runner?.connect();
  if (client instanceof DatabaseClient) return client;
  throw new Error('this needs a connection of its own, such as a transaction has');
}
