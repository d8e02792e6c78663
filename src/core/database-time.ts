import type { EntityManager } from 'typeorm';

/** The database's clock, which all replicas share, whatever their own say. */
export async function databaseNow(manager: EntityManager): Promise<Date> {
  const [row] = await manager.query<[{ ms: string }]>(
    'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::text AS ms',
  );
  return new Date(Number(row.ms));
}
