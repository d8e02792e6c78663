import { type JsonValue, parseObject } from '../core/json.js';
import type { RequestLogRecord } from './log-record.js';

/** `list` is an array of Postgres; every other array or object goes into a column of JSON. */
type ColumnKind = 'value' | 'list';

/** All of them, in the order in which they are copied. */
const KINDS: Readonly<Record<keyof RequestLogRecord, ColumnKind>> = {
  started_at: 'value',
  request_id: 'value',
  endpoint: 'value',
  environment_id: 'value',
  environment: 'value',
  secret_id: 'value',
  secret: 'value',
  client: 'value',
  session_id: 'value',
  subject_hash: 'value',
  config_revision: 'value',
  config_id: 'value',
  config: 'value',
  variant_id: 'value',
  variant: 'value',
  version: 'value',
  rule_id: 'value',
  arm_weight: 'value',
  provider_id: 'value',
  provider: 'value',
  vendor: 'value',
  model_requested: 'value',
  model: 'value',
  served_model: 'value',
  status: 'value',
  error_code: 'value',
  error_message: 'value',
  finish_reason: 'value',
  service_tier: 'value',
  upstream_request_id: 'value',
  input_tokens: 'value',
  cache_read_tokens: 'value',
  cache_write_tokens: 'value',
  output_tokens: 'value',
  reasoning_tokens: 'value',
  usage: 'value',
  cost: 'value',
  price_ids: 'list',
  cost_source: 'value',
  vendor_cost: 'value',
  wasted_cost: 'value',
  latency_ms: 'value',
  first_token_ms: 'value',
  streaming: 'value',
  aborted: 'value',
  tags: 'value',
  attempts: 'value',
  dropped_params: 'value',
  request_body: 'value',
  response_body: 'value',
};
const COLUMNS = Object.entries(KINDS);

export const COPY = `COPY request_logs (${Object.keys(KINDS).join(', ')}) FROM STDIN`;

const NULL = '\\N';

/**
 * Lines of the journal → rows of `COPY`'s text format, which Postgres reads in a third of the time that it takes for
 * JSON: 8 µs a row against 27, and 4 here, measured on PostgreSQL 18. Null where a line is no record: what is to become
 * of it is not decided here.
 * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
 */
export function toCopyRows(lines: Buffer): Buffer | null {
  let rows = '';
  for (const line of lines.toString('utf8', 0, lines.length - 1).split('\n')) {
    const row = toRow(line);
    if (row === null) return null;
    rows += row;
  }
  return Buffer.from(rows);
}

function toRow(line: string): string | null {
  const record = parseObject(line);
  if (record === null) return null;
  // No string of a JSON text without a backslash holds anything that COPY spells otherwise.
  const spell = line.includes('\\') ? escape : asIs;
  let row = '';
  let separator = '';
  for (const [column, kind] of COLUMNS) {
    const value = record[column];
    row += separator;
    separator = '\t';
    if (value === null || value === undefined) row += NULL;
    else if (typeof value === 'string') row += spell(value);
    else if (typeof value !== 'object') row += String(value);
    else if (kind === 'value') row += spell(JSON.stringify(value));
    else if (isPlainList(value)) row += `{${value.join(',')}}`;
    else return null;
  }
  return `${row}\n`;
}

/** Of ids, which need no quotes in an array of Postgres. */
function isPlainList(value: JsonValue): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string' && /^[\da-f-]+$/i.test(each));
}

const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function escape(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}

function asIs(text: string): string {
  return text;
}
