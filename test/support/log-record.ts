import { randomUUID } from 'node:crypto';
import type { RequestLogRecord } from '../../src/observability/log-record.js';

let moment = Date.parse('2026-11-20T10:00:00Z');

/** A plausible record, a millisecond after the one before. */
export function logRecord(overrides: Partial<RequestLogRecord> = {}): RequestLogRecord {
  return {
    started_at: new Date(moment++).toISOString(),
    request_id: randomUUID(),
    endpoint: 'chat/completions',
    environment_id: '00000000-0000-4000-8000-000000000001',
    environment: 'production',
    secret_id: null,
    secret: null,
    client: null,
    session_id: null,
    subject_hash: null,
    trace_id: null,
    config_revision: null,
    config_id: null,
    config: null,
    variant_id: null,
    variant: null,
    version: null,
    rule_id: null,
    arm_weight: null,
    split_id: null,
    drawn_arm: null,
    shadow_of: null,
    served_call: null,
    provider_id: null,
    provider: null,
    vendor: null,
    model_requested: '@openai/gpt-4o-mini',
    model: 'gpt-4o-mini',
    served_model: null,
    status: 200,
    error_code: null,
    error_message: null,
    finish_reason: null,
    service_tier: null,
    upstream_request_id: null,
    input_tokens: 10,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 5,
    reasoning_tokens: null,
    usage: { input: 10, output: 5 },
    cost: '0.0000045',
    price_ids: null,
    cost_source: null,
    vendor_cost: null,
    wasted_cost: null,
    latency_ms: 100.5,
    first_token_ms: 50,
    streaming: false,
    aborted: false,
    tags: {},
    attempts: [],
    dropped_params: [],
    request_body: null,
    response_body: null,
    ...overrides,
  };
}

export function logRecords(count: number, overrides?: Partial<RequestLogRecord>): RequestLogRecord[] {
  return Array.from({ length: count }, () => logRecord(overrides));
}

export function idsOf(records: readonly RequestLogRecord[]): string[] {
  return records.map((record) => record.request_id);
}
