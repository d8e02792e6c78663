import { InvalidRequestError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import { asksForDetail, type ChatMessage, type ToolCall } from '../openai-chat/chat-request.js';
import { ToolIds } from '../openai-chat/tool-ids.js';
import type { ToolNames } from '../openai-chat/tool-names.js';
import { toBlocks, type ContentOptions } from './convert-content.js';
import { cacheControlOf, withoutMark } from './limit-cache-marks.js';
import { thoughtsOf } from './thinking.js';
import type { ClaudeContent, ClaudeTurn } from './wire-types.js';

export interface MessageOptions extends ContentOptions {
  /** Signed thoughts of earlier turns are given back. */
  readonly keepsThinking: boolean;
  /** System messages may stand between a user's message and the answer to it. */
  readonly systemMessages: boolean;
  readonly toolNames: ToolNames;
}

export interface ConvertedMessages {
  readonly system: ClaudeContent[];
  readonly messages: ClaudeTurn[];
  /** A system message was moved, a user message put in front, or the detail of an image left out. */
  readonly approximated: boolean;
}

interface Turn {
  readonly role: ClaudeTurn['role'];
  /** Tool results, which come before everything else of a user turn. */
  readonly results: ClaudeContent[];
  readonly blocks: ClaudeContent[];
}

/**
 * The conversation as Claude wants it: leading system messages apart, messages of one role in a row merged, all results
 * of a turn's tool calls in the one user turn after it. A later system message stands right before the next answer, the
 * only place that the vendor takes it in, or in front where the model takes none later.
 * @see https://platform.claude.com/docs/en/build-with-claude/mid-conversation-system-messages
 * @throws InvalidRequestError UnsupportedParameterError
 */
export function convertMessages(messages: readonly ChatMessage[], options: MessageOptions): ConvertedMessages {
  const system: ClaudeContent[] = [];
  const turns: Turn[] = [];
  const waiting: ClaudeContent[] = [];
  const ids = new ToolIds(/^[a-zA-Z0-9_-]{1,64}$/, 32);
  let approximated = false;
  for (const message of messages) {
    const blocks = toTurnBlocks(message, ids, options);
    approximated ||= asksForDetail(message);
    if (blocks.length === 0) continue;
    const last = turns.at(-1);
    if (message.role === 'system') {
      const stays = options.systemMessages && last !== undefined;
      approximated ||= last !== undefined && (!stays || last.role === 'assistant');
      (stays ? waiting : system).push(...blocks);
      continue;
    }
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    // Between two assistant messages a system message has no valid position.
    if (role === 'assistant' && last?.role === 'user') placeSystem(turns, waiting);
    else approximated ||= waiting.length > 0;
    const turn = turnFor(turns, role);
    (message.role === 'tool' ? turn.results : turn.blocks).push(...blocks);
  }
  if (turns.at(-1)?.role === 'user') placeSystem(turns, waiting);
  trimPrefill(turns);
  const instructions = [...system, ...waiting];
  return {
    // The vendor wants at least one message: without any other, the instructions become a user's message.
    system: turns.length === 0 ? [] : instructions,
    messages: (turns.length === 0 ? [onlySystem(instructions)] : turns).map(({ role, results, blocks }) => ({
      role,
      content: [...results, ...blocks],
    })),
    approximated: approximated || turns.length === 0,
  };
}

function onlySystem(instructions: ClaudeContent[]): Turn {
  if (instructions.length === 0) throw new InvalidRequestError('messages holds nothing to answer.', 'messages');
  return { role: 'user', results: [], blocks: instructions };
}

function placeSystem(turns: Turn[], waiting: ClaudeContent[]): void {
  if (waiting.length > 0) turns.push({ role: 'system', results: [], blocks: waiting.splice(0) });
}

function turnFor(turns: Turn[], role: Turn['role']): Turn {
  const last = turns.at(-1);
  if (last?.role === role) return last;
  const turn: Turn = { role, results: [], blocks: [] };
  turns.push(turn);
  return turn;
}

function toTurnBlocks(message: ChatMessage, ids: ToolIds, options: MessageOptions): ClaudeContent[] {
  const content = toBlocks(message.parts, options);
  switch (message.role) {
    case 'assistant':
      return [
        ...(options.keepsThinking ? thoughtsOf(message.json) : []),
        ...withCacheControl(
          [...content, ...message.toolCalls.map((call) => toToolUse(call, ids, options))],
          message.json,
        ),
      ];
    case 'tool':
      return [
        {
          type: 'tool_result',
          tool_use_id: ids.ofResult(message.toolCallId),
          // `cache_control` is refused on blocks within a result and taken on the result itself.
          ...(content.length > 0 && { content: content.map(withoutMark) }),
          ...(message.json['is_error'] === true && { is_error: true }),
          ...cacheControlOf(message.json, ...content),
        },
      ];
    default:
      return withCacheControl(content, message.json);
  }
}

function toToolUse(
  { id, name, arguments: input, json }: ToolCall,
  ids: ToolIds,
  options: MessageOptions,
): ClaudeContent {
  return {
    type: 'tool_use',
    id: ids.ofCall(id),
    name: options.toolNames.toVendor(name),
    input,
    ...cacheControlOf(json),
  };
}

/** `cache_control` of a whole message goes to its last block. */
function withCacheControl(blocks: ClaudeContent[], message: JsonObject): ClaudeContent[] {
  const last = blocks.at(-1);
  return last === undefined ? [] : [...blocks.slice(0, -1), { ...last, ...cacheControlOf(message) }];
}

/** A last assistant message is the beginning of the answer; it must not end in white space. */
function trimPrefill(turns: Turn[]): void {
  const turn = turns.at(-1);
  const last = turn?.blocks.at(-1);
  if (turn?.role !== 'assistant' || last?.type !== 'text') return;
  turn.blocks[turn.blocks.length - 1] = { ...last, text: last.text.trimEnd() };
}
