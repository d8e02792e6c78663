import { UpstreamError } from '../../../core/errors.js';
import { objectOf, objectsOf, textOf, type JsonObject } from '../../../core/json.js';
import { readThinkingBlocks } from '../../formats/anthropic-messages/thinking.js';
import { JSON_TOOL, standsInForSchema } from '../../formats/openai-chat/json-output.js';
import { toCompletion, toToolCall } from '../../formats/openai-chat/to-completion.js';
import type { ReplyContext } from '../../provider-strategy.js';
import { convertUsage } from './convert-usage.js';
import { bedrockFamily } from './families.js';
import { malformedOutput, mapFinishReason } from './map-finish-reason.js';
import { readToolNames } from './to-request.js';
import type {
  ConverseBlock,
  ConverseMessage,
  ConverseOutput,
  ConverseReasoning,
  ConverseReply,
  ConverseToolUse,
} from './wire-types.js';

/**
 * A whole Converse reply as a chat completion. With citations on, the answer is spread over two kinds of block.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html
 * @throws UpstreamError `invalid-response` where this is no message
 */
export function fromResponse(body: JsonObject, context: ReplyContext): JsonObject {
  const { output, stopReason, usage }: ConverseReply = body;
  const { message }: ConverseOutput = objectOf(output);
  const { content }: ConverseMessage = objectOf(message);
  if (!Array.isArray(content)) {
    throw new UpstreamError({
      kind: 'invalid-response',
      message: 'The provider answered with a reply without a message.',
    });
  }
  const reason = textOf(stopReason);
  const malformed = malformedOutput(reason);
  if (malformed !== null) throw malformed;
  const blocks: readonly ConverseBlock[] = objectsOf(content);
  const isAnswer = jsonToolTest(context);
  const used = blocks.map((block): ConverseToolUse => objectOf(block.toolUse)).filter(isCallersTool);
  const answer = used.find(({ name }) => isAnswer(textOf(name)));
  const names = readToolNames(context.request);
  const toolCalls = used
    .filter((toolUse) => toolUse !== answer)
    .map(({ toolUseId, name, input }) => toToolCall(textOf(toolUseId), names.toCaller(textOf(name)), objectOf(input)));
  const thoughts = blocks.map(readThought);
  return toCompletion(
    {
      id: chatId(context),
      text: answer ? JSON.stringify(answer.input ?? {}) : blocks.map(textOfBlock).join(''),
      reasoning: thoughts.map(({ thinking }) => thinking).join(''),
      refusal: null,
      thoughts: readThinkingBlocks(thoughts),
      toolCalls,
      finish: mapFinishReason(reason, toolCalls.length),
      usage: convertUsage(objectOf(usage)),
    },
    context,
  );
}

/** Converse replies have no id; the request's is the one that AWS support asks for. */
export function chatId({ headers, fallbackId }: ReplyContext): string {
  const id = headers['x-amzn-requestid'];
  return id ? `chatcmpl-${id}` : fallbackId;
}

/** Whether a tool's call is the answer by JSON schema. Looks at the request only where the model needs the stand-in. */
export function jsonToolTest(context: ReplyContext): (name: string) => boolean {
  const standsIn = bedrockFamily(context.model).structuredOutput === 'tool' && standsInForSchema(context.request);
  return (name) => standsIn && name === JSON_TOOL;
}

/** Not a tool that Bedrock runs itself. */
export function isCallersTool({ toolUseId, type }: ConverseToolUse): boolean {
  return typeof toolUseId === 'string' && type !== 'server_tool_use';
}

function textOfBlock({ text, citationsContent }: ConverseBlock): string {
  const { content }: ConverseMessage = objectOf(citationsContent);
  const cited: readonly ConverseBlock[] = objectsOf(content);
  return textOf(text) + cited.map((part) => textOf(part.text)).join('');
}

/** In Anthropic's form, which both vendors' requests are made from. */
function readThought({ reasoningContent }: ConverseBlock) {
  const { reasoningText, redactedContent }: ConverseReasoning = objectOf(reasoningContent);
  const { text, signature }: ConverseReasoning = objectOf(reasoningText);
  const data = decodeRedacted(textOf(redactedContent));
  return {
    type: data === '' ? 'thinking' : 'redacted_thinking',
    thinking: textOf(text),
    signature: textOf(signature),
    data,
  };
}

/** Bedrock's blob is the base64 of what Anthropic sends as it is. */
export function decodeRedacted(base64: string): string {
  return Buffer.from(base64, 'base64').toString('latin1');
}
