import { InvalidRequestError } from '../../../core/errors.js';
import type { ChatMessage } from './chat-request.js';

type ToolMessage = Extract<ChatMessage, { role: 'tool' }>;

/** An assistant message with calls, and what has answered them so far. */
interface ToolTurn {
  readonly call: Extract<ChatMessage, { role: 'assistant' }>;
  readonly results: ToolMessage[];
}

export interface PairedMessages {
  readonly messages: readonly ChatMessage[];
  /** A message between a call and its result was moved behind them. */
  readonly reordered: boolean;
}

/**
 * The conversation with the results of tool calls right behind the calls, one for each: what came in between follows
 * them, and a second result of the same call continues the first.
 *
 * @see https://platform.openai.com/docs/guides/function-calling
 * @throws InvalidRequestError where a conversation goes on without an answer to a call, which every vendor refuses
 */
export function pairResults(messages: readonly ChatMessage[]): PairedMessages {
  const turns: ToolTurn[] = [];
  const others: (ChatMessage | ToolTurn)[] = [];
  for (const message of messages) {
    if (message.role === 'tool') addResult(turns, message);
    else if (message.role === 'assistant' && message.toolCalls.length > 0) {
      const turn = { call: message, results: [] };
      turns.push(turn);
      others.push(turn);
    } else others.push(message);
  }
  const last = messages.at(-1);
  for (const turn of turns) if (turn.call !== last) refuseUnanswered(turn);
  const paired = others.flatMap((each) => ('call' in each ? [each.call, ...each.results] : [each]));
  const withoutResults = (list: readonly ChatMessage[]) =>
    list.map((each) => (each.role === 'tool' ? 'tool' : each.index));
  const before = withoutResults(messages);
  return { messages: paired, reordered: withoutResults(paired).some((each, at) => each !== before[at]) };
}

function addResult(turns: readonly ToolTurn[], message: ToolMessage): void {
  const { toolCallId: id } = message;
  const waiting = turns.findLast((turn) => countOf(turn.results, id) < callsOf(turn, id));
  if (waiting !== undefined) {
    waiting.results.push(message);
    return;
  }
  const answered = turns.findLast((turn) => callsOf(turn, id) > 0)?.results ?? [];
  const at = answered.findLastIndex((result) => result.toolCallId === id);
  const first = answered[at];
  if (first !== undefined) answered[at] = { ...first, parts: [...first.parts, ...message.parts] };
}

function countOf(results: readonly ToolMessage[], id: string): number {
  return results.filter((result) => result.toolCallId === id).length;
}

function callsOf({ call }: ToolTurn, id: string): number {
  return call.toolCalls.filter((each) => each.id === id).length;
}

function refuseUnanswered({ call, results }: ToolTurn): void {
  const missing = call.toolCalls.filter(
    ({ id }) => countOf(results, id) < call.toolCalls.filter((each) => each.id === id).length,
  );
  if (missing.length === 0) return;
  const param = `messages[${call.index}].tool_calls`;
  const ids = missing.map(({ id }) => id).join(', ');
  throw new InvalidRequestError(
    `${param} must be followed by tool messages that answer each tool_call_id. Without an answer: ${ids}`,
    param,
  );
}
