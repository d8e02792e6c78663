import type { EntityManager } from 'typeorm';
import { revisionIdOf } from './price-id.js';
import type { StoredPrice } from './stored-price.js';

/** A price to be written: what it is for, and what it is. */
export type PriceChange = Omit<StoredPrice, 'id' | 'revision' | 'sequence'> & { readonly note?: string | null };

/**
 * Adds a revision of each, after those that are there. Only within a config transaction: the numbers are then in the
 * order of the changes.
 *
 * @param changes of different keys
 * @returns the ids, in the same order
 */
export async function insertPrices(
  manager: EntityManager,
  changes: readonly PriceChange[],
  changedBy: string,
): Promise<readonly string[]> {
  const keys = changes.map(({ key }) => key);
  const known = await manager.query<{ key: string; revision: number }[]>(
    'SELECT key, max(revision) AS revision FROM prices WHERE key = ANY ($1::uuid[]) GROUP BY key',
    [keys],
  );
  const last = new Map(known.map(({ key, revision }) => [key, revision]));
  const rows = changes.map((change) => {
    const revision = (last.get(change.key) ?? 0) + 1;
    return { ...change, id: revisionIdOf(change.key, revision), revision };
  });
  if (rows.length > 0) await manager.query(INSERT, [JSON.stringify(rows), changedBy]);
  return rows.map(({ id }) => id);
}

const INSERT = `
  INSERT INTO prices (id, key, revision, source, provider_id, vendor, model, unit, service_tier, image_tier,
    above_prompt_tokens, effective_from, effective_until, daily_utc, pico, discount_percent, terms, note, changed_by)
  SELECT id, key, revision, source, "providerId", vendor, model, unit, "serviceTier", "imageTier",
    "abovePromptTokens", to_timestamp("effectiveFromMs" / 1000), to_timestamp("effectiveUntilMs" / 1000), "dailyUtc",
    pico, "discountPercent", terms, note, $2
  FROM jsonb_to_recordset($1::jsonb) AS price (id uuid, key uuid, revision integer, source text, "providerId" uuid,
    vendor text, model text, unit text, "serviceTier" text, "imageTier" text, "abovePromptTokens" integer,
    "effectiveFromMs" float8, "effectiveUntilMs" float8, "dailyUtc" text, pico numeric, "discountPercent" numeric,
    terms jsonb, note text)`;
