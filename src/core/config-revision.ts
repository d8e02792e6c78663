import type { EntityManager } from 'typeorm';

/** The database's revision, and when it was read. */
export interface RevisionAt {
  readonly revision: string;
  /** The database's clock, milliseconds since 1970; NaN where it could not be read. */
  readonly databaseMs: number;
}

/** The same within a transaction of an admin write, whose own changes count. */
export function loadRevisionWithin(manager: EntityManager): Promise<RevisionAt> {
  return loadRevision({ query: async (sql) => ({ rows: await manager.query<unknown[]>(sql) }) });
}

interface Queryable {
  query(sql: string): Promise<{ readonly rows: readonly unknown[] }>;
}

/**
 * One row: whether anything changed, and what time it is for secrets. The time is read as a number, since the session's
 * settings decide how a date is written.
 */
export async function loadRevision(client: Queryable): Promise<RevisionAt> {
  const { rows } = await client.query(
    `SELECT (SELECT revision FROM config_revision)::text AS revision,
       (extract(epoch FROM clock_timestamp()) * 1000)::text AS database_ms`,
  );
  const [head] = rows as readonly { revision: string; database_ms: string }[];
  return { revision: head?.revision ?? '0', databaseMs: Number(head?.database_ms ?? Number.NaN) };
}
