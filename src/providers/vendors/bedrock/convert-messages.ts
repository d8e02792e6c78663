import { InvalidRequestError } from '../../../core/errors.js';
import { asksForDetail, OPENING, type ChatMessage } from '../../formats/openai-chat/chat-request.js';
import { ToolIds } from '../../formats/openai-chat/tool-ids.js';
import type { ToolNames } from '../../formats/openai-chat/tool-names.js';
import { thoughtsOf } from '../../formats/anthropic-messages/thinking.js';
import type { ThinkingBlock } from '../../formats/anthropic-messages/wire-types.js';
import { cachePointOf, DocumentNames, toBlocks, type Caching } from './convert-content.js';
import type { BedrockFamily } from './families.js';
import type { ConverseContent, ConverseTurn } from './wire-types.js';

export interface ConvertedMessages {
  readonly system: ConverseContent[];
  readonly messages: ConverseTurn[];
  /** A system message was moved, a user message put in front, or the detail of an image left out. */
  readonly approximated: boolean;
}

export interface MessageOptions {
  /** Signed thoughts of earlier turns are given back. */
  readonly keepsThinking: boolean;
  readonly toolNames: ToolNames;
  /** Added behind the system messages. */
  readonly instructions: readonly ConverseContent[];
}

interface Turn {
  readonly role: ConverseTurn['role'];
  /** Tool results, which come before everything else of a user turn. */
  readonly results: ConverseContent[];
  readonly blocks: ConverseContent[];
}

interface Conversion {
  readonly ids: ToolIds;
  readonly names: DocumentNames;
  readonly caching: Caching;
  readonly toolNames: ToolNames;
  readonly keepsThinking: boolean;
}

const ANY_ID = /^[a-zA-Z0-9_-]{1,64}$/;
const MISTRAL_ID = /^[a-zA-Z0-9]{9}$/;

/**
 * The conversation as Converse wants it: system apart, roles that alternate, all results of a turn's tool calls in the
 * one user turn after it, text beside every document.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Message.html
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function convertMessages(
  messages: readonly ChatMessage[],
  family: BedrockFamily,
  { keepsThinking, toolNames, instructions }: MessageOptions,
): ConvertedMessages {
  const ids = family.kind === 'mistral' ? new ToolIds(MISTRAL_ID, 9) : new ToolIds(ANY_ID, 32);
  const caching = { points: family.caching !== 'nowhere', hours: family.hourCache };
  const conversion = { ids, names: new DocumentNames(), caching, keepsThinking, toolNames };
  const system: ConverseContent[] = [];
  const turns: Turn[] = [];
  let approximated = false;
  for (const message of messages) {
    const blocks = toTurnBlocks(message, conversion);
    approximated ||= asksForDetail(message) || (message.role === 'system' && turns.length > 0);
    if (message.role === 'system') system.push(...blocks);
    else if (blocks.length > 0) {
      const turn = turnFor(turns, message.role === 'assistant' ? 'assistant' : 'user');
      (message.role === 'tool' ? turn.results : turn.blocks).push(...blocks);
    }
  }
  trimPrefill(turns);
  system.push(...instructions);
  const staysApart = family.system && turns.length > 0;
  const opening = staysApart ? [] : system;
  const begun = turns[0]?.role === 'user' && opening.length === 0 ? turns : begin(turns, opening);
  return {
    system: staysApart ? system : [],
    messages: begun.map(({ role, results, blocks }) => ({ role, content: withDocumentText([...results, ...blocks]) })),
    approximated: approximated || begun !== turns,
  };
}

/** Converse wants a user message first; for models without `system`, the instructions are part of it. */
function begin(turns: readonly Turn[], instructions: ConverseContent[]): readonly Turn[] {
  const [first, ...rest] = turns;
  if (first?.role === 'user') return [{ ...first, blocks: [...instructions, ...first.blocks] }, ...rest];
  if (first === undefined && instructions.length === 0) {
    throw new InvalidRequestError('messages holds nothing to answer.', 'messages');
  }
  const blocks = instructions.length > 0 ? instructions : [{ text: OPENING }];
  return [{ role: 'user', results: [], blocks }, ...turns];
}

function turnFor(turns: Turn[], role: Turn['role']): Turn {
  const last = turns.at(-1);
  if (last?.role === role) return last;
  const turn: Turn = { role, results: [], blocks: [] };
  turns.push(turn);
  return turn;
}

function toTurnBlocks(message: ChatMessage, conversion: Conversion): ConverseContent[] {
  const { ids, names, caching, toolNames } = conversion;
  const content = toBlocks(message.parts, names, caching);
  const cachePoint = cachePointOf(message.json, caching);
  switch (message.role) {
    case 'assistant': {
      const thoughts = conversion.keepsThinking ? thoughtsOf(message.json).map(toReasoning) : [];
      const calls = message.toolCalls.flatMap(({ id, name, arguments: input, json }) => [
        { toolUse: { toolUseId: ids.ofCall(id), name: toolNames.toVendor(name), input } },
        ...cachePointOf(json, caching),
      ]);
      return [...thoughts, ...content, ...calls, ...(content.length + calls.length > 0 ? cachePoint : [])];
    }
    case 'tool': {
      const toolUseId = ids.ofResult(message.toolCallId);
      const isCachePoint = (block: ConverseContent) => 'cachePoint' in block;
      const blocks = content.filter((block) => !isCachePoint(block));
      const status = message.json['is_error'] === true ? 'error' : 'success';
      // A result without content is refused.
      const result = { toolUseId, status, content: blocks.length > 0 ? blocks : [{ text: '(empty)' }] } as const;
      return [{ toolResult: result }, ...content.filter(isCachePoint), ...cachePoint];
    }
    default:
      return content.length === 0 ? [] : [...content, ...cachePoint];
  }
}

/** Bedrock's blob is the base64 of what Anthropic sends as it is. */
function toReasoning(block: ThinkingBlock): ConverseContent {
  if (block.type === 'redacted_thinking') {
    return { reasoningContent: { redactedContent: Buffer.from(block.data, 'latin1').toString('base64') } };
  }
  return { reasoningContent: { reasoningText: { text: block.thinking, signature: block.signature } } };
}

function withDocumentText(blocks: ConverseContent[]): ConverseContent[] {
  const document = blocks.find((block) => 'document' in block);
  if (document === undefined || blocks.some((block) => 'text' in block)) return blocks;
  return [...blocks, { text: 'See the attached document.' }];
}

/** A last assistant message is the beginning of the answer; it must not end in white space. */
function trimPrefill(turns: Turn[]): void {
  const turn = turns.at(-1);
  const last = turn?.blocks.at(-1);
  if (turn?.role !== 'assistant' || last?.text === undefined) return;
  turn.blocks[turn.blocks.length - 1] = { ...last, text: last.text.trimEnd() };
}
