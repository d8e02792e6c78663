import type { EntityManager } from 'typeorm';

/** The database's revision, and when it was read. */
export interface RevisionAt {
  readonly revision: string;
  /** The database's clock, milliseconds since 1970; NaN where it could not be read. */
  readonly databaseMs: number;
  /** When the last change was made, by the same clock; NaN where it is not known. */
  readonly changedMs: number;
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
    `SELECT revision::text, (extract(epoch FROM changed_at) * 1000)::text AS changed_ms,
       (extract(epoch FROM clock_timestamp()) * 1000)::text AS database_ms
     FROM (VALUES (1)) AS one_row LEFT JOIN config_revision ON true`,
  );
  const [head] = rows as readonly { revision: string | null; changed_ms: string | null; database_ms: string }[];
  return {
    revision: head?.revision ?? '0',
    databaseMs: Number(head?.database_ms ?? Number.NaN),
    changedMs: Number(head?.changed_ms ?? Number.NaN),
  };
}
