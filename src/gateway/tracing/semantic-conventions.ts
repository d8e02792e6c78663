/**
 * Names of OpenTelemetry's semantic conventions. Those for generative AI are not stable, and move: they stand here and
 * nowhere else.
 * @see https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 * @see https://opentelemetry.io/docs/specs/semconv/http/http-spans/
 */
export const HTTP = {
  method: 'http.request.method',
  route: 'http.route',
  status: 'http.response.status_code',
} as const;

export const ERROR_TYPE = 'error.type';

export const GEN_AI = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  conversation: 'gen_ai.conversation.id',
  requestModel: 'gen_ai.request.model',
  responseModel: 'gen_ai.response.model',
  finishReasons: 'gen_ai.response.finish_reasons',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
} as const;

/** What has no name there. */
export const OWN = {
  requestId: 'llmops.request_id',
  /** The request that a shadow's call is a copy of. */
  shadowOf: 'llmops.shadow_of',
  environment: 'llmops.environment',
  config: 'llmops.config',
  variant: 'llmops.variant',
  version: 'llmops.version',
  costUsd: 'llmops.cost_usd',
  firstTokenSeconds: 'llmops.time_to_first_token',
  provider: 'llmops.provider',
  reason: 'llmops.attempt.reason',
  because: 'llmops.attempt.because',
  upstreamRequestId: 'llmops.upstream_request_id',
} as const;

const OPERATIONS: ReadonlyMap<string, string> = new Map([
  ['chat/completions', 'chat'],
  ['completions', 'text_completion'],
  ['embeddings', 'embeddings'],
  ['images/generations', 'generate_content'],
]);

/** What the conventions do not name has its own name. */
export function operationOf(endpoint: string): string {
  return OPERATIONS.get(endpoint) ?? endpoint;
}
