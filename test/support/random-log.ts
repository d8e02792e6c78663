import { formatUsd } from '../../src/catalog/cost-of-usage.js';
import type { RequestLogRecord } from '../../src/observability/log-record.js';
import { logRecord } from './log-record.js';
import { below, randomNumbers } from './random-numbers.js';

export const DAY_MS = 24 * 3600 * 1000;
/** The random log begins here, within the retention. */
export const FIRST_DAY = Math.floor(Date.now() / DAY_MS - 20) * DAY_MS;
export const DAYS = 5;

/** How a record is filtered and grouped, by the names of the API. */
export const VALUE_OF: Readonly<Record<string, (record: RequestLogRecord) => string | null>> = {
  environment: (record) => record.environment,
  secret: (record) => record.secret,
  client: (record) => record.client,
  session: (record) => record.session_id,
  config: (record) => record.config,
  variant: (record) => record.variant,
  provider: (record) => record.provider,
  vendor: (record) => record.vendor,
  model: (record) => record.model,
  servedModel: (record) => record.served_model,
  finishReason: (record) => record.finish_reason,
  tier: (record) => record.service_tier,
  status: (record) => String(record.status),
  streaming: (record) => String(record.streaming),
  shadow: (record) => String(record.shadow_of !== null),
  'tag.team': (record) => (record.tags['team'] as string | undefined) ?? null,
  'tag.user': (record) => (record.tags['user'] as string | undefined) ?? null,
};
export const random = randomNumbers(20_261_126);
export function oneOf<Value>(values: readonly Value[]): Value {
  return values[below(random, values.length)] as Value;
}

export function someRecord(): RequestLogRecord {
  const isCounted = random() < 0.8;
  const isPriced = isCounted && random() < 0.8;
  const [status, error_code] = oneOf([
    [200, null] as const,
    [200, null] as const,
    [502, 'upstream_error'] as const,
    [200, 'upstream_stream_broken'] as const,
  ]);
  const count = () => (isCounted && random() < 0.9 ? below(random, 1e6) : null);
  const isShadow = random() < 0.2;
  return logRecord({
    started_at: new Date(FIRST_DAY + below(random, DAYS * DAY_MS)).toISOString(),
    environment: oneOf(['production', 'staging']),
    secret: oneOf(['app', null]),
    client: oneOf(['curl', 'openai-js', null]),
    session_id: oneOf(['s1', 's2', null, null]),
    config: oneOf(['support', null]),
    variant: oneOf(['A', 'B', null]),
    provider: oneOf(['p1', 'p2', null]),
    vendor: oneOf(['openai', 'anthropic', null]),
    model: oneOf(['m1', 'm2', 'm3', 'm4', 'm5', null]),
    served_model: oneOf(['m1-2026', null]),
    finish_reason: oneOf(['stop', 'length', null]),
    service_tier: oneOf(['default', 'flex', null]),
    status,
    error_code,
    streaming: random() < 0.5,
    shadow_of: isShadow ? '00000000-0000-4000-8000-00000000000f' : null,
    aborted: !isShadow && random() < 0.1,
    input_tokens: count(),
    cache_read_tokens: count(),
    cache_write_tokens: count(),
    output_tokens: count(),
    reasoning_tokens: count(),
    usage: isCounted ? { input: 1 } : null,
    cost: isPriced ? formatUsd(BigInt(below(random, 1e9)) * 997n) : null,
    wasted_cost: random() < 0.1 ? formatUsd(BigInt(below(random, 1e9))) : null,
    vendor_cost: random() < 0.1 ? formatUsd(BigInt(below(random, 1e9))) : null,
    latency_ms: Math.round(10 ** (1 + random() * 4) * 10) / 10,
    first_token_ms: random() < 0.7 ? Math.round(random() * 9_000) / 10 : null,
    tags: oneOf([{}, { team: 'red' }, { team: 'blue', user: 'u1' }, { user: oneOf(['u1', 'u2', 'u3']) }]),
  });
}

/** What holds for a record, as the API is asked for it. */
export interface RandomFilters {
  readonly query: Readonly<Record<string, string>>;
  readonly matches: (record: RequestLogRecord) => boolean;
}

/** @param names the filters that may be among them */
export function someFilters(names: readonly string[]): RandomFilters {
  const values = Object.fromEntries(
    names
      .filter(() => random() < 0.08)
      .flatMap((name) => {
        const value = VALUE_OF[name]?.(someRecord());
        return value == null ? [] : [[name, value] as const];
      }),
  );
  const matches = (record: RequestLogRecord) =>
    Object.entries(values).every(([name, value]) => VALUE_OF[name]?.(record) === value);
  return { query: values, matches };
}
