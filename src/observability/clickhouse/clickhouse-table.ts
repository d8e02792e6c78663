import type { RequestLogRecord } from '../log-record.js';
import type { UsageEstimate } from '../usage-estimate.js';

/**
 * Column → type. Bodies are left out: what callers wrote stays in the one place whose retention this gateway minds. What
 * is JSON in a record is its text.
 */
const COLUMNS = {
  started_at: `DateTime64(3, 'UTC')`,
  request_id: 'UUID',
  endpoint: 'LowCardinality(String)',
  environment_id: 'UUID',
  environment: 'LowCardinality(String)',
  secret_id: 'Nullable(UUID)',
  secret: 'Nullable(String)',
  client: 'LowCardinality(Nullable(String))',
  session_id: 'Nullable(String)',
  subject_hash: 'Nullable(String)',
  trace_id: 'Nullable(String)',
  config_revision: 'Nullable(String)',
  config_id: 'Nullable(UUID)',
  config: 'LowCardinality(Nullable(String))',
  variant_id: 'Nullable(UUID)',
  variant: 'LowCardinality(Nullable(String))',
  version: 'Nullable(Int32)',
  rule_id: 'Nullable(UUID)',
  arm_weight: 'Nullable(Int32)',
  split_id: 'Nullable(Int64)',
  drawn_arm: 'Nullable(String)',
  shadow_of: 'Nullable(UUID)',
  served_call: 'Nullable(String)',
  provider_id: 'Nullable(UUID)',
  provider: 'LowCardinality(Nullable(String))',
  vendor: 'LowCardinality(Nullable(String))',
  model_requested: 'Nullable(String)',
  model: 'LowCardinality(Nullable(String))',
  served_model: 'LowCardinality(Nullable(String))',
  status: 'UInt16',
  error_code: 'LowCardinality(Nullable(String))',
  error_message: 'Nullable(String)',
  finish_reason: 'LowCardinality(Nullable(String))',
  service_tier: 'LowCardinality(Nullable(String))',
  upstream_request_id: 'Nullable(String)',
  input_tokens: 'Nullable(UInt64)',
  cache_read_tokens: 'Nullable(UInt64)',
  cache_write_tokens: 'Nullable(UInt64)',
  output_tokens: 'Nullable(UInt64)',
  reasoning_tokens: 'Nullable(UInt64)',
  usage: 'Nullable(String)',
  cost: 'Nullable(Decimal(24, 12))',
  price_ids: 'Array(UUID)',
  cost_source: 'LowCardinality(Nullable(String))',
  vendor_cost: 'Nullable(Decimal(24, 12))',
  wasted_cost: 'Nullable(Decimal(24, 12))',
  latency_ms: 'Float64',
  first_token_ms: 'Nullable(Float64)',
  streaming: 'Bool',
  aborted: 'Bool',
  tags: 'Map(String, String)',
  attempts: 'Nullable(String)',
  dropped_params: 'Array(String)',
} as const satisfies Partial<Record<keyof RequestLogRecord, string>>;

/** What becomes known of a request after its record: joined to it by `request_id`. */
const ESTIMATE_COLUMNS = {
  started_at: COLUMNS.started_at,
  request_id: COLUMNS.request_id,
  estimated: 'LowCardinality(Nullable(String))',
  not_estimated_because: 'LowCardinality(Nullable(String))',
  input_tokens: COLUMNS.input_tokens,
  cache_read_tokens: COLUMNS.cache_read_tokens,
  cache_write_tokens: COLUMNS.cache_write_tokens,
  output_tokens: COLUMNS.output_tokens,
  reasoning_tokens: COLUMNS.reasoning_tokens,
  usage: COLUMNS.usage,
  cost: COLUMNS.cost,
  price_ids: COLUMNS.price_ids,
} as const satisfies Partial<Record<keyof RequestLogRecord | keyof UsageEstimate, string>>;

export interface ClickhouseTable {
  readonly create: string;
  /** For a table of an earlier version. */
  readonly addColumns: string;
  readonly insert: string;
}

export const RECORDS = tableOf('request_logs', COLUMNS);
export const ESTIMATES = tableOf('request_usage_estimates', ESTIMATE_COLUMNS);

/** Rows that come twice become one when parts are merged, and with `FINAL` at once. */
function tableOf(name: string, columns: Readonly<Record<string, string>>): ClickhouseTable {
  const definitions = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
  return {
    create: `
CREATE TABLE IF NOT EXISTS ${name} (
  ${definitions.join(',\n  ')}
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(started_at)
ORDER BY (started_at, request_id)
SETTINGS non_replicated_deduplication_window = 1000`,
    addColumns: `ALTER TABLE ${name} ${definitions.map((each) => `ADD COLUMN IF NOT EXISTS ${each}`).join(', ')}`,
    insert: `INSERT INTO ${name} (${Object.keys(columns).join(', ')}) FORMAT JSONEachRow`,
  };
}

/** How ClickHouse is to read a line of the journal. @see https://clickhouse.com/docs/operations/settings/formats */
export const READING = {
  date_time_input_format: 'best_effort',
  input_format_skip_unknown_fields: 1,
  input_format_null_as_default: 1,
  input_format_json_read_objects_as_strings: 1,
  input_format_json_read_arrays_as_strings: 1,
} as const;
