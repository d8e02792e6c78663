import { UpstreamError } from '../../../core/errors.js';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { JSON_TOOL, standsInForSchema } from '../openai-chat/json-output.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { claudeFamily } from './families.js';
import { mapFinishReason } from './map-finish-reason.js';
import { readThinkingBlocks } from './thinking.js';
import { claudeToolNames } from './to-request.js';

/**
 * A whole message as a chat completion. Thoughts are `reasoning_content`, and `thinking_blocks` with their signatures.
 * Blocks of server tools are left out.
 *
 * @see https://docs.claude.com/en/api/messages
 * @throws UpstreamError `invalid-response` where this is no message
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  if (!Array.isArray(body['content'])) {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: "The provider answered with a reply without 'content'.",
    });
  }
  const blocks = objectsOf(body['content']);
  const isAnswer = jsonToolTest(context);
  const used = blocks.filter((block) => block['type'] === 'tool_use');
  const answer = used.find((block) => isAnswer(textOf(block['name'])));
  const names = claudeToolNames(context.request);
  const calls = used.filter((block) => block !== answer).map((block) => toToolCall(block, names));
  const text = answer ? JSON.stringify(answer['input'] ?? {}) : textsOf(blocks, 'text');
  const reasoning = textsOf(blocks, 'thinking');
  const thinking = readThinkingBlocks({ thinking_blocks: [...blocks] });
  const usage = convertUsage(objectOf(body['usage']));
  const message: JsonObject = {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal: refusalOf(body),
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(thinking.length > 0 && { thinking_blocks: thinking.map((block) => ({ ...block })) }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  const finish = mapFinishReason(textOf(body['stop_reason']), calls.length);
  return {
    id: chatId(body['id']) ?? context.fallbackId,
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finish }],
    ...(usage !== null && { usage }),
  };
}

/** OpenAI's ids have a prefix of their own; the vendor's stays readable behind it. */
export function chatId(id: JsonObject[string]): string | null {
  return typeof id === 'string' && id !== '' ? `chatcmpl-${id}` : null;
}

/** Whether a tool's call is the answer by JSON schema. Looks at the request only where the model needs the stand-in. */
export function jsonToolTest(context: ReplyContext): (name: string) => boolean {
  const standsIn = !claudeFamily(context.model).structuredOutput && standsInForSchema(context.request);
  return (name) => standsIn && name === JSON_TOOL;
}

/** Why the model refused, where it did. */
export function refusalOf(message: JsonObject): string | null {
  if (message['stop_reason'] !== 'refusal') return null;
  return textOf(objectOf(message['stop_details'])['explanation']) || null;
}

function toToolCall({ id, name, input }: JsonObject, names: ToolNames): JsonObject {
  return {
    id: textOf(id),
    type: 'function',
    function: { name: names.toCaller(textOf(name)), arguments: JSON.stringify(objectOf(input)) },
  };
}

function textsOf(blocks: readonly JsonObject[], type: 'text' | 'thinking'): string {
  return blocks.reduce((text, block) => (block['type'] === type ? text + textOf(block[type]) : text), '');
}
