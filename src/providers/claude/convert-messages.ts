import type { JsonObject } from '../../core/json.js';
import type { ChatMessage } from '../chat/chat-request.js';
import { ToolIds } from '../chat/tool-ids.js';
import { toBlocks, type ContentOptions } from './convert-content.js';
import { cacheControlOf } from './prepare-tools.js';
import { readThinkingBlocks } from './thinking.js';

export interface MessageOptions extends ContentOptions {
  /** Signed thoughts of earlier turns are given back. */
  readonly keepsThinking: boolean;
  /** System messages may stand between the others. */
  readonly systemMessages: boolean;
}

export interface ConvertedMessages {
  readonly system: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
  /** Later system messages had to move to the front, or the detail of an image was lost. */
  readonly approximated: boolean;
}

interface Turn {
  readonly role: 'user' | 'assistant' | 'system';
  /** Tool results, which come before everything else of a user turn. */
  readonly results: JsonObject[];
  readonly blocks: JsonObject[];
}

/**
 * The conversation as Claude wants it: leading system messages apart, neighbours of one role merged, all results of a
 * turn's tool calls in the one user turn after it.
 *
 * @throws UnsupportedParameterError
 */
export function convertMessages(messages: readonly ChatMessage[], options: MessageOptions): ConvertedMessages {
  const system: JsonObject[] = [];
  const turns: Turn[] = [];
  const ids = new ToolIds(/^[a-zA-Z0-9_-]{1,64}$/, 32);
  let approximated = false;
  for (const message of messages) {
    const blocks = toTurnBlocks(message, ids, options);
    if (message.role === 'system' && (turns.length === 0 || !options.systemMessages)) {
      system.push(...blocks);
      approximated ||= turns.length > 0 && blocks.length > 0;
      continue;
    }
    approximated ||= hasImageDetail(message);
    if (blocks.length === 0) continue;
    const turn = turnFor(turns, message.role === 'tool' ? 'user' : message.role);
    (message.role === 'tool' ? turn.results : turn.blocks).push(...blocks);
  }
  trimPrefill(turns);
  return {
    system,
    messages: turns.map(({ role, results, blocks }) => ({ role, content: [...results, ...blocks] })),
    approximated,
  };
}

function turnFor(turns: Turn[], role: Turn['role']): Turn {
  const last = turns.at(-1);
  if (last?.role === role) return last;
  const turn: Turn = { role, results: [], blocks: [] };
  turns.push(turn);
  return turn;
}

function toTurnBlocks(message: ChatMessage, ids: ToolIds, options: MessageOptions): JsonObject[] {
  const content = toBlocks(message.parts, options);
  switch (message.role) {
    case 'assistant':
      return [
        ...(options.keepsThinking ? readThinkingBlocks(message.json).map((block) => ({ ...block })) : []),
        ...withCacheControl(content, message.json),
        ...message.toolCalls.map(({ id, name, arguments: input, json }) => ({
          type: 'tool_use',
          id: ids.ofCall(id),
          name,
          input,
          ...cacheControlOf(json),
        })),
      ];
    case 'tool':
      return [
        {
          type: 'tool_result',
          tool_use_id: ids.ofResult(message.toolCallId),
          ...(content.length > 0 && { content: content.map(withoutMark) }),
          ...(message.json['is_error'] === true && { is_error: true }),
          ...cacheControlOf(message.json, ...content),
        },
      ];
    default:
      return withCacheControl(content, message.json);
  }
}

/** Within a result no block may be marked; the result itself may. */
function withoutMark(block: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(block).filter(([name]) => name !== 'cache_control'));
}

/** A mark on a whole message stands at its last block. */
function withCacheControl(blocks: JsonObject[], message: JsonObject): JsonObject[] {
  const last = blocks.at(-1);
  const mark = cacheControlOf(message);
  return last === undefined || !('cache_control' in mark) ? blocks : [...blocks.slice(0, -1), { ...last, ...mark }];
}

function hasImageDetail({ parts }: ChatMessage): boolean {
  return parts.some((part) => part.type === 'image' && part.detail !== null && part.detail !== 'auto');
}

/** A last assistant message is the beginning of the answer; it must not end in white space. */
function trimPrefill(turns: Turn[]): void {
  const turn = turns.at(-1);
  const last = turn?.blocks.at(-1);
  if (turn?.role !== 'assistant' || typeof last?.['text'] !== 'string') return;
  turn.blocks[turn.blocks.length - 1] = { ...last, text: last['text'].trimEnd() };
}
