import { UpstreamError } from '../../../core/errors.js';
import { objectOf, objectsOf, textOf, type JsonObject } from '../../../core/json.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { JSON_TOOL, standsInForSchema } from '../openai-chat/json-output.js';
import { toCompletion, toToolCall } from '../openai-chat/to-completion.js';
import { convertUsage } from './convert-usage.js';
import { claudeFamily } from './families.js';
import { mapFinishReason } from './map-finish-reason.js';
import { readThinkingBlocks } from './thinking.js';
import { readToolNames } from './to-request.js';
import type { ClaudeBlock, ClaudeMessage, ClaudeStopDetails } from './wire-types.js';

/**
 * A whole message as a chat completion. Thoughts are `reasoning_content`, and `thinking_blocks` with their signatures.
 * Blocks of server tools are left out.
 *
 * @see https://docs.claude.com/en/api/messages
 * @throws UpstreamError `invalid-response` where this is no message
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const message: ClaudeMessage = body;
  if (!Array.isArray(message.content)) {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: "The provider answered with a reply without 'content'.",
    });
  }
  const blocks: readonly ClaudeBlock[] = objectsOf(message.content);
  const isAnswer = jsonToolTest(context);
  const used = blocks.filter(({ type }) => type === 'tool_use');
  const answer = used.find(({ name }) => isAnswer(textOf(name)));
  const names = readToolNames(context.request);
  const toolCalls = used
    .filter((block) => block !== answer)
    .map(({ id, name, input }) => toToolCall(textOf(id), names.toCaller(textOf(name)), objectOf(input)));
  return toCompletion(
    {
      id: chatId(message.id) ?? context.fallbackId,
      text: answer ? JSON.stringify(answer.input ?? {}) : textsOf(blocks, 'text'),
      reasoning: textsOf(blocks, 'thinking'),
      refusal: refusalOf(message),
      thoughts: readThinkingBlocks(blocks),
      toolCalls,
      finish: mapFinishReason(textOf(message.stop_reason), toolCalls.length),
      usage: convertUsage(objectOf(message.usage)),
    },
    context,
  );
}

/** OpenAI's ids have a prefix of their own; the vendor's stays readable behind it. */
export function chatId(id: unknown): string | null {
  return typeof id === 'string' && id !== '' ? `chatcmpl-${id}` : null;
}

/** Whether a tool's call is the answer by JSON schema. Looks at the request only where the model needs the stand-in. */
export function jsonToolTest(context: ReplyContext): (name: string) => boolean {
  const standsIn = !claudeFamily(context.model).structuredOutput && standsInForSchema(context.request);
  return (name) => standsIn && name === JSON_TOOL;
}

/** Why the model refused, where it did. */
export function refusalOf(message: ClaudeMessage): string | null {
  const details: ClaudeStopDetails = objectOf(message.stop_details);
  return message.stop_reason === 'refusal' ? textOf(details.explanation) || null : null;
}

function textsOf(blocks: readonly ClaudeBlock[], type: 'text' | 'thinking'): string {
  return blocks.reduce((text, block) => (block.type === type ? text + textOf(block[type]) : text), '');
}
