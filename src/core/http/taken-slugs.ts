import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** The slugs that are `base` or may be `base` with a suffix. */
export async function takenSlugs<Row extends ObjectLiteral & { slug: string }>(
  manager: EntityManager,
  entity: EntityTarget<Row>,
  base: string,
): Promise<Set<string>> {
  // A suffix can cost the end of a long base.
  const stem = base.slice(0, 50);
  const rows = await manager
    .createQueryBuilder(entity, 'row')
    .select(['row.id', 'row.slug'])
    .where('starts_with(row.slug, :stem)', { stem })
    .getMany();
  return new Set(rows.map((row) => row.slug));
}
