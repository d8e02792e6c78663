import { UpstreamError } from '../../../core/errors.js';
import { type JsonObject, objectOf, objectsOf, textOf } from '../../../core/json.js';
import { JSON_TOOL, standsInForSchema } from '../../formats/openai-chat/json-output.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { readThinkingBlocks } from '../../formats/anthropic-messages/thinking.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { bedrockFamily } from './families.js';
import { malformedOutput, mapFinishReason } from './map-finish-reason.js';
import { converseToolNames } from './to-request.js';

/**
 * A whole Converse reply as a chat completion. With citations on, the answer is spread over two kinds of block.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws UpstreamError `invalid-response` where this is no message
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const content = objectOf(objectOf(body['output'])['message'])['content'];
  if (!Array.isArray(content)) {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: 'The provider answered with a reply without a message.',
    });
  }
  const stopReason = textOf(body['stopReason']);
  const malformed = malformedOutput(stopReason);
  if (malformed !== null) throw malformed;
  const blocks = objectsOf(content);
  const isAnswer = jsonToolTest(context);
  const used = blocks.map((block) => objectOf(block['toolUse'])).filter(isCallersTool);
  const answer = used.find((toolUse) => isAnswer(textOf(toolUse['name'])));
  const names = converseToolNames(context.request);
  const calls = used.filter((toolUse) => toolUse !== answer).map((toolUse) => toToolCall(toolUse, names));
  const text = answer ? JSON.stringify(answer['input'] ?? {}) : blocks.map(textOfBlock).join('');
  const reasoning = blocks.map((block) => textOf(reasoningOf(block)['text'])).join('');
  const thinking = toThinkingBlocks(blocks);
  const usage = convertUsage(objectOf(body['usage']));
  const message: JsonObject = {
    role: 'assistant',
    content: text === '' ? null : text,
    refusal: null,
    ...(reasoning !== '' && { reasoning_content: reasoning }),
    ...(thinking.length > 0 && { thinking_blocks: thinking }),
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    id: chatId(context),
    object: 'chat.completion',
    created: context.created,
    model: context.model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: mapFinishReason(stopReason, calls.length) }],
    ...(usage !== null && { usage }),
  };
}

/** Converse has no id of its own; the request's is the one that AWS finds again. */
export function chatId({ headers, fallbackId }: ReplyContext): string {
  const id = headers['x-amzn-requestid'];
  return id ? `chatcmpl-${id}` : fallbackId;
}

/** Whether a tool's call is the answer by JSON schema. Looks at the request only where the model needs the stand-in. */
export function jsonToolTest(context: ReplyContext): (name: string) => boolean {
  const standsIn = bedrockFamily(context.model).structuredOutput === 'tool' && standsInForSchema(context.request);
  return (name) => standsIn && name === JSON_TOOL;
}

/** Tools that Bedrock runs itself are not the caller's business. */
export function isCallersTool(toolUse: JsonObject): boolean {
  return typeof toolUse['toolUseId'] === 'string' && toolUse['type'] !== 'server_tool_use';
}

function toToolCall({ toolUseId, name, input }: JsonObject, names: ToolNames): JsonObject {
  const called = { name: names.toCaller(textOf(name)), arguments: JSON.stringify(objectOf(input)) };
  return { id: textOf(toolUseId), type: 'function', function: called };
}

function textOfBlock(block: JsonObject): string {
  const cited = objectsOf(objectOf(block['citationsContent'])['content']);
  return textOf(block['text']) + cited.map((part) => textOf(part['text'])).join('');
}

function reasoningOf(block: JsonObject): JsonObject {
  return objectOf(objectOf(block['reasoningContent'])['reasoningText']);
}

function toThinkingBlocks(blocks: readonly JsonObject[]): JsonObject[] {
  const all = blocks.map((block): JsonObject => {
    const redacted = textOf(objectOf(block['reasoningContent'])['redactedContent']);
    if (redacted !== '') return { type: 'redacted_thinking', data: decodeRedacted(redacted) };
    const { text, signature } = reasoningOf(block);
    return { type: 'thinking', thinking: textOf(text), signature: textOf(signature) };
  });
  return readThinkingBlocks({ thinking_blocks: all }).map((block) => ({ ...block }));
}

/** As Anthropic itself sends it, so that the block can go back to either. */
export function decodeRedacted(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}
