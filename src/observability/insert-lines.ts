import { ATTEMPT_MEMBERS, RECORD_COLUMNS } from './copy-rows.js';
import { COUNTED_COLUMNS } from './rollups/counted-call.js';

/** The same as SQL reads them from the JSON of an attempt, or of the old column of them. */
export const ATTEMPT_COLUMNS = Object.keys(ATTEMPT_MEMBERS).join(', ');
const TYPES: Readonly<Partial<Record<keyof typeof ATTEMPT_MEMBERS, string>>> = {
  variant_id: 'uuid',
  version: 'integer',
  status: 'integer',
  attempt_started_at: 'timestamptz',
  latency_ms: 'float8',
  tokens: 'json',
  cost: 'numeric',
};
const TYPED = new Map(Object.entries(TYPES));
export const ATTEMPT_FROM_JSON = Object.entries(ATTEMPT_MEMBERS)
  .map(([column, member]) => `(attempt.value ->> '${member}')::${TYPED.get(column) ?? 'text'}`)
  .join(', ');

/**
 * Takes what `COPY` cannot: lines go to Postgres as they are, those that are there already are passed over, and what comes
 * back is what rollups count of the others, as it is stored.
 */
export const INSERT_LINES = `
  WITH line AS MATERIALIZED (SELECT value FROM json_array_elements($1::json)),
  inserted AS (
    INSERT INTO request_logs (${RECORD_COLUMNS}, attempt_count, rolled_up)
    SELECT ${RECORD_COLUMNS},
      CASE json_typeof(line.value -> 'attempts') WHEN 'array' THEN json_array_length(line.value -> 'attempts') END, true
    FROM line CROSS JOIN json_populate_record(null::request_logs, line.value)
    ON CONFLICT DO NOTHING
    RETURNING *
  ),
  apart AS (
    SELECT inserted.started_at, inserted.request_id, line.value FROM line
    JOIN inserted ON inserted.started_at = (line.value ->> 'started_at')::timestamptz
      AND inserted.request_id = (line.value ->> 'request_id')::uuid
  ),
  attempts AS (
    INSERT INTO request_attempts (started_at, request_id, number, ${ATTEMPT_COLUMNS})
    SELECT started_at, request_id, attempt.number, ${ATTEMPT_FROM_JSON}
    FROM apart CROSS JOIN json_array_elements(
      CASE json_typeof(apart.value -> 'attempts') WHEN 'array' THEN apart.value -> 'attempts' ELSE '[]' END
    ) WITH ORDINALITY AS attempt (value, number)
    ON CONFLICT DO NOTHING
  ),
  contents AS (
    INSERT INTO request_contents (started_at, request_id, request_body, response_body)
    SELECT started_at, request_id, value ->> 'request_body', value ->> 'response_body' FROM apart
    WHERE coalesce(value ->> 'request_body', value ->> 'response_body') IS NOT NULL
    ON CONFLICT DO NOTHING
  )
  SELECT ${COUNTED_COLUMNS} FROM inserted`;
