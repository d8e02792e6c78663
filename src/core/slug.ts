import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';

/** What can stand in a URL and in `@slug/model`: lower-case letters, digits and dashes, at most 63. */
export const SLUG_PATTERN = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_LENGTH = 63;

/** Stands in paths beside slugs, so that no slug may look like one. */
export const UUID_PATTERN = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** `Crème & Co.` → `creme-co`; `fallback` where nothing of the name can be kept. */
export function toSlug(name: string, fallback: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, MAX_LENGTH)
    .replace(/^-+|-+$/g, '');
  return slug === '' || UUID_PATTERN.test(slug) ? fallback : slug;
}

/** The slug itself, or with the first free suffix: `support`, `support-2`, `support-3` … */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  if (!taken.has(slug)) return slug;
  for (let number = 2; ; number++) {
    const suffix = `-${number}`;
    const candidate = slug.slice(0, MAX_LENGTH - suffix.length) + suffix;
    if (!taken.has(candidate)) return candidate;
  }
}

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
