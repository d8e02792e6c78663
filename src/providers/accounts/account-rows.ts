import { In, type EntityManager } from 'typeorm';
import { selectListOf } from '../../core/entity-columns.js';
import { UUID_PATTERN } from '../../core/slug.js';
import { ProviderConfig } from './provider-config.entity.js';

/** What other modules may read of the table of accounts. */

export const ACCOUNT_ENTITIES = [ProviderConfig];

const COLUMNS = [
  ...(['id', 'slug', 'name', 'vendor', 'sealedCredentials', 'baseUrl', 'enabled'] as const),
  ...(['pricingModelMap', 'costSource', 'streamOptions', 'developerRole', 'timeouts', 'retry'] as const),
] as const satisfies readonly (keyof ProviderConfig)[];

/** An account as the configuration snapshot reads it. */
export type AccountRow = Readonly<Pick<ProviderConfig, (typeof COLUMNS)[number]>>;

export function accountsSql(): string {
  return `SELECT ${selectListOf(ProviderConfig, COLUMNS, 'providers')} FROM providers ORDER BY slug`;
}

export function accountExists(manager: EntityManager, id: string): Promise<boolean> {
  return manager.existsBy(ProviderConfig, { id });
}

/** Reference (an id or a slug) → id, for the accounts that exist. */
export async function findAccountIds(
  manager: EntityManager,
  references: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = references.filter((reference) => UUID_PATTERN.test(reference));
  const rows = await manager.find(ProviderConfig, {
    select: { id: true, slug: true },
    where: [{ id: In(ids) }, { slug: In(references) }],
  });
  return new Map(rows.flatMap(({ id, slug }) => [[id, id] as const, [slug, id] as const]));
}

/** Id → vendor, for the accounts that exist. */
export async function findAccountVendors(
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await manager.find(ProviderConfig, { select: { id: true, vendor: true }, where: { id: In(ids) } });
  return new Map(rows.map(({ id, vendor }) => [id, vendor]));
}

/** What accounts say of prices, by id. */
export async function loadPricedAccounts(
  manager: EntityManager,
): Promise<ReadonlyMap<string, Pick<ProviderConfig, 'vendor' | 'pricingModelMap' | 'costSource'>>> {
  const rows = await manager.find(ProviderConfig, {
    select: { id: true, vendor: true, pricingModelMap: true, costSource: true },
  });
  return new Map(rows.map(({ id, ...account }) => [id, account]));
}

/** The vendors that have an account. */
export async function vendorsInUse(manager: EntityManager): Promise<ReadonlySet<string>> {
  const rows = await manager.find(ProviderConfig, { select: { id: true, vendor: true } });
  return new Set(rows.map(({ vendor }) => vendor));
}

/** An account of the first start: its vendor's id is its slug. */
export type FirstAccount = Pick<ProviderConfig, 'id' | 'vendor' | 'name' | 'sealedCredentials' | 'baseUrl'>;

export async function insertFirstAccount(manager: EntityManager, account: FirstAccount): Promise<void> {
  await manager.insert(ProviderConfig, { ...account, slug: account.vendor });
}
