import type { ClientBase } from 'pg';
import type { EntityManager } from 'typeorm';
import { clientOf } from '../client-of.js';
import { COUNTED_COLUMNS, type CountedCall } from '../rollups/counted-call.js';
import { Rollup } from '../rollups/rollup.js';
import { TagLimits } from '../rollups/tag-limits.js';
import { writeRollup } from '../rollups/write-rollups.js';
import type { RatedRow } from './rated-rows.js';

/** Another cost for a record. */
export interface NewCost {
  readonly row: Pick<RatedRow, 'place' | 'request_id' | 'cost'>;
  /** Decimal USD. */
  readonly cost: string;
  readonly priceIds: readonly string[];
}

/** What a record was before it was charged again. */
export interface FormerCost {
  /** When it was charged again. */
  readonly at: string;
  readonly reratingId: string;
  /** Decimal USD, as it was until then. */
  readonly cost: string | null;
  readonly priceIds: readonly string[] | null;
}

/**
 * Changes the costs of records, leaves in each what it was, and adds the difference to the rollups that count it: all in
 * the caller's transaction. Under the lock of re-rating only, so that no other one counts the same difference.
 */
export async function writeCosts(
  manager: EntityManager,
  changes: readonly NewCost[],
  reratingId: string,
): Promise<void> {
  if (changes.length === 0) return;
  const client = await clientOf(manager.queryRunner);
  const uncounted = await lockBacklog(client, changes);
  const written = changes.map(({ row, cost, priceIds }) => ({
    at: row.place,
    id: row.request_id,
    usd: cost,
    ids: priceIds,
  }));
  const { rows } = await client.query<CountedCall & { readonly request_id: string; readonly rolled_up: boolean }>(
    UPDATE,
    [JSON.stringify(written), reratingId],
  );
  const before = new Map(changes.map(({ row }) => [row.request_id, row.cost]));
  const rollup = new Rollup(new TagLimits());
  for (const row of rows) {
    if (!row.rolled_up && uncounted.has(hourOf(row.started_at))) continue;
    rollup.change({ ...row, cost: before.get(row.request_id) ?? null }, row);
  }
  await writeRollup(client, rollup);
}

/** `json_array_elements` of null has no rows, so that a first entry stands alone. */
const UPDATE = `
  UPDATE request_logs SET cost = change.usd, price_ids = ARRAY(SELECT jsonb_array_elements_text(change.ids))::uuid[],
    cost_history = (
      SELECT json_agg(entry ORDER BY number) FROM (
        SELECT value AS entry, ordinality AS number FROM json_array_elements(request_logs.cost_history) WITH ORDINALITY
        UNION ALL
        SELECT json_build_object('at', to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'reratingId', $2::text, 'cost', trim_scale(request_logs.cost)::text, 'priceIds', request_logs.price_ids), 2147483647
      ) AS entries
    )
  FROM jsonb_to_recordset($1::jsonb) AS change (at timestamptz, id uuid, usd numeric, ids jsonb)
  WHERE request_logs.started_at = change.at AND request_logs.request_id = change.id
  RETURNING request_logs.request_id, rolled_up, ${COUNTED_COLUMNS}`;

/**
 * Hours of these records that older records were not counted of yet: they are counted later, with the costs that they have
 * then. Until this transaction ends they are not.
 */
async function lockBacklog(client: ClientBase, changes: readonly NewCost[]): Promise<ReadonlySet<string>> {
  const hours = [...new Set(changes.map(({ row }) => hourOf(row.place)))];
  const { rows } = await client.query<{ hour: string }>(
    `SELECT to_char(hour AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:00:00"Z"') AS hour FROM rollup_backlog
     WHERE hour = ANY ($1::timestamptz[]) ORDER BY rollup_backlog.hour FOR SHARE`,
    [hours],
  );
  return new Set(rows.map(({ hour }) => hour));
}

const HOUR_LENGTH = '2026-01-31T12'.length;

function hourOf(time: string): string {
  return `${time.slice(0, HOUR_LENGTH)}:00:00Z`;
}
