import { ATTEMPT_MEMBERS } from '../copy-rows.js';

/** How SQL spells what an attempt's column is not as it stands. */
const SPELLED: Readonly<Record<string, string>> = {
  attempt_started_at: `to_char(attempt_started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  cost: 'trim_scale(attempt.cost)::text',
};
const MEMBERS = Object.entries(ATTEMPT_MEMBERS)
  .map(([column, member]) => `'${member}', ${SPELLED[column] ?? `attempt.${column}`}`)
  .join(', ');

/**
 * Columns of a record that are kept in tables of their own, for a select from `request_logs`. Records that are not carried
 * over yet have them in the row.
 */
export const ATTEMPTS = `CASE
    WHEN attempt_count IS NULL THEN attempts
    WHEN attempt_count = 0 THEN '[]'::json
    ELSE (SELECT json_agg(json_build_object(${MEMBERS}) ORDER BY number) FROM request_attempts AS attempt
      WHERE attempt.started_at = request_logs.started_at AND attempt.request_id = request_logs.request_id)
  END AS attempts`;
export const BODIES = ['request_body', 'response_body']
  .map(
    (body) => `coalesce(${body}, (SELECT content.${body} FROM request_contents AS content
      WHERE content.started_at = request_logs.started_at AND content.request_id = request_logs.request_id)) AS ${body}`,
  )
  .join(', ');
export const FEEDBACK = `(
    SELECT json_agg(json_build_object('requestId', given.request_id, 'name', name, 'value', value, 'comment', comment,
      'givenBy', given_by, 'givenAt', to_char(given_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY name)
    FROM request_feedback AS given
    WHERE given.started_at = request_logs.started_at AND given.request_id = request_logs.request_id
  ) AS feedback`;

/** Copies that shadows got. A copy begins once its request has been answered, which takes a day at most. */
export const SHADOWS = `(
    SELECT json_agg(json_build_object('requestId', copy.request_id, 'variant', copy.variant, 'version', copy.version,
      'status', copy.status, 'errorCode', copy.error_code, 'cost', trim_scale(copy.cost)::text,
      'latencyMs', copy.latency_ms) ORDER BY copy.started_at, copy.request_id)
    FROM request_logs AS copy
    WHERE copy.shadow_of = request_logs.request_id AND copy.started_at >= request_logs.started_at
      AND copy.started_at < request_logs.started_at + interval '1 day'
  ) AS shadows`;
