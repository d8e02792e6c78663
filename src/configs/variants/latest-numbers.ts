import type { EntityManager } from 'typeorm';

/** The number of the latest version of each of these variants; those without a version are left out. */
export async function loadLatestNumbers(
  manager: EntityManager,
  variantIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await manager.query<{ id: string; latest: number }[]>(
    'SELECT variant_id AS id, max(version) AS latest FROM variant_versions WHERE variant_id = ANY($1) GROUP BY 1',
    [variantIds],
  );
  return new Map(rows.map((row) => [row.id, row.latest]));
}
