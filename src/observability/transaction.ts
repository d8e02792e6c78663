import type { ClientBase } from 'pg';
import { END_WHEN_ABANDONED } from '../core/abandoned-transaction.js';

/** Time limit of one statement of the log's writer. */
const STATEMENT_TIMEOUT = '30s';

/**
 * One transaction, with nothing that outlives it: behind a pooler the next one may run on another connection. So no
 * setting of the session and no named statement either.
 */
export async function inTransaction<Result>(client: ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query(`BEGIN; SET LOCAL statement_timeout = '${STATEMENT_TIMEOUT}'; ${END_WHEN_ABANDONED}`);
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
