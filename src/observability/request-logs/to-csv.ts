import { toCsv, type Cell } from '../csv.js';
import type { RequestView } from './request-log.dto.js';

type ToCell = (request: RequestView) => Cell;

/** Tokens have a column for each kind. */
type Members = Exclude<keyof RequestView, 'tokens'>;

/** In their order, with a column for each member. What is a list or an object in the log is JSON in its cell. */
const CELLS: Readonly<Record<Members, ToCell> & Record<string, ToCell>> = {
  startedAt: ({ startedAt }) => startedAt,
  requestId: ({ requestId }) => requestId,
  endpoint: ({ endpoint }) => endpoint,
  environment: ({ environment }) => environment.name,
  environmentId: ({ environment }) => environment.id,
  secret: ({ secret }) => secret?.name ?? null,
  secretId: ({ secret }) => secret?.id ?? null,
  client: ({ client }) => client,
  session: ({ session }) => session,
  subjectHash: ({ subjectHash }) => subjectHash,
  traceId: ({ traceId }) => traceId,
  configRevision: ({ configRevision }) => configRevision,
  config: ({ config }) => config?.name ?? null,
  configId: ({ config }) => config?.id ?? null,
  variant: ({ variant }) => variant?.name ?? null,
  variantId: ({ variant }) => variant?.id ?? null,
  version: ({ version }) => version,
  weight: ({ weight }) => weight,
  shadowOf: ({ shadowOf }) => shadowOf,
  provider: ({ provider }) => provider?.name ?? null,
  providerId: ({ provider }) => provider?.id ?? null,
  vendor: ({ vendor }) => vendor,
  modelRequested: ({ modelRequested }) => modelRequested,
  model: ({ model }) => model,
  servedModel: ({ servedModel }) => servedModel,
  status: ({ status }) => status,
  errorCode: ({ errorCode }) => errorCode,
  errorMessage: ({ errorMessage }) => errorMessage,
  finishReason: ({ finishReason }) => finishReason,
  serviceTier: ({ serviceTier }) => serviceTier,
  upstreamRequestId: ({ upstreamRequestId }) => upstreamRequestId,
  inputTokens: ({ tokens }) => tokens.input,
  cacheReadTokens: ({ tokens }) => tokens.cacheRead,
  cacheWriteTokens: ({ tokens }) => tokens.cacheWrite,
  outputTokens: ({ tokens }) => tokens.output,
  reasoningTokens: ({ tokens }) => tokens.reasoning,
  usage: ({ usage }) => toJson(usage),
  estimated: ({ estimated }) => estimated,
  notEstimatedBecause: ({ notEstimatedBecause }) => notEstimatedBecause,
  cost: ({ cost }) => cost,
  costSource: ({ costSource }) => costSource,
  vendorCost: ({ vendorCost }) => vendorCost,
  wastedCost: ({ wastedCost }) => wastedCost,
  priceIds: ({ priceIds }) => toJson(priceIds),
  latencyMs: ({ latencyMs }) => latencyMs,
  firstTokenMs: ({ firstTokenMs }) => firstTokenMs,
  streaming: ({ streaming }) => streaming,
  aborted: ({ aborted }) => aborted,
  tags: ({ tags }) => toJson(tags),
  attempts: ({ attempts }) => toJson(attempts),
  droppedParams: ({ droppedParams }) => toJson(droppedParams),
};
const TO_CELLS = Object.values(CELLS);

export const CSV_HEADER = toCsv([Object.keys(CELLS)]);

/** One line a request. */
export function toCsvLines(requests: readonly RequestView[]): string {
  return toCsv(requests.map((request) => TO_CELLS.map((toCell) => toCell(request))));
}

function toJson(value: unknown): string | null {
  return value === null ? null : JSON.stringify(value);
}
