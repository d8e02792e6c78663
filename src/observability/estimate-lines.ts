import type { ClientBase } from 'pg';
import { isCount, isJsonObject, type JsonObject, parseObject } from '../core/json.js';
import { COST } from './bound-record.js';
import { COUNTED_COLUMNS, type CountedCall } from './rollups/counted-call.js';
import type { Rollup } from './rollups/rollup.js';
import type { EstimatedCounts, EstimatedSide, UsageEstimate } from './usage-estimate.js';

const LINE_BREAK = 0x0a;
const MARK = Buffer.from('"estimate_of":"');
/** Behind `{"started_at":"2026-01-31T12:00:00.000Z",`, which is as long in every line. */
const MARK_AT = '{"started_at":"2026-01-31T12:00:00.000Z",'.length;

export interface SplitLines {
  /** Lines of records, as they were. */
  readonly records: Buffer;
  readonly estimates: readonly UsageEstimate[];
}

/** Null, as for nearly every batch, where there are only records. A line that is no estimate counts as a record. */
export function splitEstimates(lines: Buffer): SplitLines | null {
  if (!lines.includes(MARK)) return null;
  const records: Buffer[] = [];
  const estimates: UsageEstimate[] = [];
  for (let start = 0; start < lines.length;) {
    const end = lines.indexOf(LINE_BREAK, start) + 1;
    const line = lines.subarray(start, end);
    const estimate = line.indexOf(MARK) === MARK_AT ? readEstimate(line) : null;
    if (estimate === null) records.push(line);
    else estimates.push(estimate);
    start = end;
  }
  return estimates.length === 0 ? null : { records: Buffer.concat(records), estimates };
}

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const SIDES: ReadonlySet<unknown> = new Set<EstimatedSide>(['input', 'output', 'both']);

/** Checked, so that the database has no reason to refuse one and all that are shipped with it. */
function readEstimate(line: Buffer): UsageEstimate | null {
  const json = parseObject(line.toString('utf8'));
  if (json === null) return null;
  const { started_at, estimate_of, environment, estimated, not_estimated_because: because = null } = json;
  if (typeof started_at !== 'string' || !ISO.test(started_at) || Number.isNaN(Date.parse(started_at))) return null;
  if (!isId(estimate_of) || typeof environment !== 'string') return null;
  if (because !== null && typeof because !== 'string') return null;
  const counts = isJsonObject(json['counts']) ? readCounts(json['counts']) : null;
  const side = counts !== null && isSide(estimated) ? estimated : null;
  if (side === null && because === null) return null;
  return { started_at, estimate_of, environment, estimated: side, not_estimated_because: because, counts };
}

function isId(value: unknown): value is string {
  return typeof value === 'string' && ID.test(value);
}

function isSide(value: unknown): value is EstimatedSide {
  return SIDES.has(value);
}

function readCounts(json: JsonObject): EstimatedCounts {
  const count = (name: string) => (isCount(json[name]) ? json[name] : null);
  const { usage, cost, price_ids: ids } = json;
  return {
    input_tokens: count('input_tokens'),
    cache_read_tokens: count('cache_read_tokens'),
    cache_write_tokens: count('cache_write_tokens'),
    output_tokens: count('output_tokens'),
    reasoning_tokens: count('reasoning_tokens'),
    usage: isJsonObject(usage) ? usage : null,
    cost: typeof cost === 'string' && COST.test(cost) ? cost : null,
    price_ids: Array.isArray(ids) ? ids.filter(isId) : null,
  };
}

/**
 * Each once: a record that has its estimate keeps it, whatever arrives again. One whose record never arrived is left out.
 * The days are given, so that the plan looks at their partitions only.
 */
const APPLY = `
  WITH changed AS (UPDATE request_logs AS log SET
    estimated = estimate.estimated,
    not_estimated_because = estimate.not_estimated_because,
    input_tokens = coalesce(counts.input_tokens, log.input_tokens),
    cache_read_tokens = coalesce(counts.cache_read_tokens, log.cache_read_tokens),
    cache_write_tokens = coalesce(counts.cache_write_tokens, log.cache_write_tokens),
    output_tokens = coalesce(counts.output_tokens, log.output_tokens),
    reasoning_tokens = coalesce(counts.reasoning_tokens, log.reasoning_tokens),
    usage = coalesce(counts.usage, log.usage),
    cost = coalesce(log.cost, counts.cost),
    price_ids = CASE WHEN log.cost IS NULL THEN counts.price_ids ELSE log.price_ids END
  FROM json_to_recordset($1::json) AS estimate (
      started_at timestamptz, estimate_of uuid, estimated text, not_estimated_because text, counts json)
    LEFT JOIN LATERAL json_to_record(estimate.counts) AS counts (
      input_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint, output_tokens bigint,
      reasoning_tokens bigint, usage json, cost numeric, price_ids uuid[]) ON true
  WHERE log.started_at = estimate.started_at AND log.request_id = estimate.estimate_of
    AND log.started_at BETWEEN $2 AND $3
    AND log.estimated IS NULL AND log.not_estimated_because IS NULL
  RETURNING log.*)
  SELECT request_id, ${COUNTED_COLUMNS} FROM changed`;

/** The same rows, held until they are changed. */
const READ = `SELECT request_id, ${COUNTED_COLUMNS} FROM request_logs
  WHERE request_id = ANY ($1) AND request_logs.started_at BETWEEN $2 AND $3
    AND estimated IS NULL AND not_estimated_because IS NULL
  ORDER BY request_logs.started_at, request_id FOR UPDATE`;

type CountedRow = CountedCall & { readonly request_id: string };

/** Within a transaction. @param rollup takes what the calls count for now in place of before */
export async function applyEstimates(
  client: ClientBase,
  estimates: readonly UsageEstimate[],
  rollup: Rollup,
): Promise<void> {
  const times = estimates.map(({ started_at }) => started_at).sort();
  const period = [times[0], times.at(-1)];
  const ids = estimates.map(({ estimate_of }) => estimate_of);
  const { rows: before } = await client.query<CountedRow>(READ, [ids, ...period]);
  const { rows } = await client.query<CountedRow>(APPLY, [JSON.stringify(estimates), ...period]);
  const changed = new Map(rows.map((row) => [row.request_id, row]));
  for (const row of before) rollup.change(row, changed.get(row.request_id) ?? row);
}
