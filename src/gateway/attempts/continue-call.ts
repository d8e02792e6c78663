import { UnsupportedParameterError } from '../../core/errors.js';
import type { JsonBody } from '../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import type { Adapter, UpstreamCall } from '../../providers/provider-strategy.js';
import type { BegunAnswer, GatewayRequest } from '../endpoints/gateway-request.js';

const LIMITS = ['max_tokens', 'max_completion_tokens'] as const;
/** What asks for thoughts: they were had already, or would begin the answer anew. */
const THINKING = ['reasoning_effort', 'reasoning', 'thinking', 'thinking_config'] as const;

/** Whether the answer can be one that another model goes on with: a chat of one text, streamed. */
export function mayBeContinued({ endpoint, stream, body }: GatewayRequest): boolean {
  return stream && endpoint.upstream === 'chat/completions' && isOneText(body);
}

/** JSON that a schema or a mode enforces is none, for vendors enforce it from its first brace on. */
function isOneText(body: JsonBody): boolean {
  const format = body.get('response_format');
  const modalities = body.get('modalities');
  return (
    [undefined, null, 1].includes(body.get('n') as number | null | undefined) &&
    (!isJsonObject(format) || format['type'] === 'text') &&
    (!Array.isArray(modalities) || modalities.every((name) => name === 'text')) &&
    body.get('logprobs') !== true
  );
}

export interface ContinuedCall {
  readonly call: UpstreamCall<JsonBody>;
  /** What does not go with it. */
  readonly dropped: readonly string[];
}

/**
 * The call with the beginning of its answer as the last message. Its limit of tokens is lowered by what was used, and
 * it does not ask for thoughts.
 * @throws UnsupportedParameterError where the target cannot go on with it
 */
export function continueCall(
  call: UpstreamCall<JsonBody>,
  { text, tokens }: BegunAnswer,
  { continuesText }: Pick<Adapter, 'continuesText'>,
): ContinuedCall {
  if (!isOneText(call.body)) throw cannotContinue('Only an answer that is one text can be continued.');
  if (text === '') return { call, dropped: [] };
  const continuation = continuesText?.(call.model) ?? null;
  if (continuation === null) throw cannotContinue('This model does not go on with an answer that was begun.');
  const messages = call.body.get('messages');
  const last = Array.isArray(messages) ? messages.at(-1) : undefined;
  if (!Array.isArray(messages) || (isJsonObject(last) && last['role'] === 'assistant')) {
    throw cannotContinue('The conversation ends with a beginning of the answer already.');
  }
  const begun: JsonObject = { role: 'assistant', content: text, ...continuation.marks };
  const changes: Record<string, number | undefined> = {};
  for (const name of LIMITS) {
    const limit = call.body.get(name);
    if (typeof limit === 'number') changes[name] = Math.max(1, limit - tokens);
  }
  const dropped = THINKING.filter((name) => asksForThoughts(call.body.get(name)));
  for (const name of dropped) changes[name] = undefined;
  return { call: { ...call, body: call.body.with({ ...changes, messages: [...messages, begun] }) }, dropped };
}

/** What turns them off stays, for some models think unasked. */
function asksForThoughts(value: JsonValue | undefined): boolean {
  if (!isJsonObject(value)) return value !== undefined && value !== null && value !== 'none';
  const { type, effort, enabled, thinking_budget: budget, thinkingBudget = budget, max_tokens: most } = value;
  return !(type === 'disabled' || effort === 'none' || enabled === false || thinkingBudget === 0 || most === 0);
}

function cannotContinue(message: string): UnsupportedParameterError {
  return new UnsupportedParameterError('messages', message);
}
