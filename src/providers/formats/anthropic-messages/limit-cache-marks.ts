import { isJsonObject, type JsonObject, type JsonValue, objectsOf } from '../../../core/json.js';

/** The most marks that one request may have, on every cloud. */
export const MAX_CACHE_MARKS = 4;

/**
 * Which of so many marks stay: the first, behind what changes least, and the last ones, for what was added last.
 *
 * @returns for each mark in the order of the prompt
 */
export function keptMarks(count: number, limit: number): (index: number) => boolean {
  return (index) => count <= limit || (limit > 0 && (index === 0 || index > count - limit));
}

export interface LimitedMarks {
  readonly body: JsonObject;
  /** Some had to go. */
  readonly dropped: boolean;
}

/**
 * A request of Claude's with no more `cache_control` than are taken: in `tools`, `system` and `messages`, the order in
 * which the vendor reads them. A mark on the request itself counts and stays.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/prompt-caching
 */
export function limitCacheMarks(body: JsonObject): LimitedMarks {
  const limit = MAX_CACHE_MARKS - (isMarked(body) ? 1 : 0);
  const messages = objectsOf(body['messages']);
  const blocks = [...objectsOf(body['tools']), ...objectsOf(body['system'])];
  const count = [...blocks, ...messages.flatMap((message) => objectsOf(message['content']))].filter(isMarked).length;
  if (count <= limit) return { body, dropped: false };
  const keeps = keptMarks(count, limit);
  let seen = 0;
  const fit = (value: JsonValue | undefined): JsonValue[] =>
    objectsOf(value).map((block) => (isMarked(block) && !keeps(seen++) ? withoutMark(block) : block));
  return {
    body: {
      ...body,
      ...(body['tools'] !== undefined && { tools: fit(body['tools']) }),
      ...(body['system'] !== undefined && { system: fit(body['system']) }),
      messages: messages.map((message) => ({ ...message, content: fit(message['content']) })),
    },
    dropped: true,
  };
}

function isMarked(block: JsonObject): boolean {
  return isJsonObject(block['cache_control']);
}

/** A copy that is not marked. */
export function withoutMark(block: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(block).filter(([name]) => name !== 'cache_control'));
}
