import { isJsonObject } from '../../../core/json.js';
import type { ClaudeRequestBody, Marked } from './wire-types.js';

/** The most marks that one request may have, on every cloud. */
export const MAX_CACHE_MARKS = 4;

/**
 * Which of `count` marks to keep: the first, for the part of the prompt that changes least, and the last ones, for the
 * newest messages.
 *
 * @returns for each mark in the order of the prompt
 */
export function keptMarks(count: number, limit: number): (index: number) => boolean {
  return (index) => count <= limit || (limit > 0 && (index === 0 || index > count - limit));
}

export interface LimitedMarks {
  readonly body: ClaudeRequestBody;
  /** Whether there were too many. */
  readonly dropped: boolean;
}

/**
 * A request of Claude's with no more `cache_control` than are taken: in `tools`, `system` and `messages`, the order in
 * which the vendor reads them. A mark on the request itself counts and stays.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-caching
 */
export function limitCacheMarks(body: ClaudeRequestBody): LimitedMarks {
  const { tools, system, messages } = body;
  const limit = MAX_CACHE_MARKS - (isMarked(body) ? 1 : 0);
  const blocks = [...(tools ?? []), ...(system ?? []), ...messages.flatMap(({ content }) => content)];
  const count = blocks.filter(isMarked).length;
  if (count <= limit) return { body, dropped: false };
  const keeps = keptMarks(count, limit);
  let seen = 0;
  const fit = <Block extends Marked>(list: readonly Block[]): Block[] =>
    list.map((block) => (isMarked(block) && !keeps(seen++) ? withoutMark(block) : block));
  return {
    body: {
      ...body,
      ...(tools && { tools: fit(tools) }),
      ...(system && { system: fit(system) }),
      messages: messages.map((message) => ({ ...message, content: fit(message.content) })),
    },
    dropped: true,
  };
}

function isMarked(block: Marked): boolean {
  return isJsonObject(block.cache_control);
}

/** A copy without `cache_control`. */
export function withoutMark<Block extends Marked>(block: Block): Block {
  const copy = { ...block };
  delete copy.cache_control;
  return copy;
}

/** `cache_control` of the first that has one. */
export function cacheControlOf(...holders: readonly (Marked | null)[]): Marked {
  const marked = holders.find((holder) => holder !== null && isMarked(holder));
  return marked ? { cache_control: marked.cache_control } : {};
}
