import { hash } from 'node:crypto';
import type { RequestLogRecord } from '../log-record.js';

/** By what totals are told apart, in the order in which they make up an id. An order or a member more makes new ids. */
export const DIMENSIONS = [
  ...(['environment_id', 'environment', 'secret_id', 'secret', 'client', 'config_id', 'config'] as const),
  ...(['variant_id', 'variant', 'version', 'rule_id', 'provider_id', 'provider', 'vendor', 'model'] as const),
  ...(['served_model', 'endpoint', 'service_tier', 'finish_reason', 'status', 'streaming'] as const),
] as const satisfies readonly (keyof RequestLogRecord)[];

/** Those of the coarse rollups, in the order in which they make up an id of theirs. */
export const MODEL_DIMENSIONS = [
  ...(['environment_id', 'environment', 'provider_id', 'provider', 'vendor', 'model'] as const),
] as const satisfies readonly (typeof DIMENSIONS)[number][];

export type Dimensions = Pick<RequestLogRecord, (typeof DIMENSIONS)[number]>;

/** All of them as canonical JSON: a list, with null for what is missing. Written out, for it runs once a record. */
export function dimensionsOf(call: Dimensions): string {
  return JSON.stringify([
    ...[call.environment_id, call.environment, call.secret_id, call.secret, call.client, call.config_id, call.config],
    ...[call.variant_id, call.variant, call.version, call.rule_id, call.provider_id, call.provider, call.vendor],
    ...[call.model, call.served_model, call.endpoint, call.service_tier, call.finish_reason, call.status],
    call.streaming,
  ]);
}

/** The same of those of the coarse rollups. */
export function modelDimensionsOf(call: Dimensions): string {
  const { environment_id, environment, provider_id, provider, vendor, model } = call;
  return JSON.stringify([environment_id, environment, provider_id, provider, vendor, model]);
}

/** A row of a table of dimensions. @param names in the order in which they are written */
export function dimensionsRow(names: readonly string[], id: string, dimensions: string): object {
  const values = JSON.parse(dimensions) as readonly unknown[];
  const row: Record<string, unknown> = { id };
  for (const [at, name] of names.entries()) row[name] = values[at];
  return row;
}

/** The first eight bytes of SHA-256, as a signed number: replicas agree on it without asking one another. */
export function dimensionsId(dimensions: string): string {
  return Buffer.from(hash('sha256', dimensions, 'hex').slice(0, 16), 'hex')
    .readBigInt64BE()
    .toString();
}
