import { isJsonObject, type JsonObject, type JsonValue, objectOf, objectsOf } from '../../../core/json.js';
import { keptMarks, MAX_CACHE_MARKS } from '../../formats/anthropic-messages/limit-cache-marks.js';

export interface LimitedPoints {
  readonly body: JsonObject;
  /** Some had to go. */
  readonly dropped: boolean;
}

/**
 * A Converse request in which no two cache points meet and no more are than Bedrock takes: in the tools, `system` and
 * `messages`, the order in which it reads them.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function limitCachePoints(body: JsonObject): LimitedPoints {
  const messages = objectsOf(body['messages']);
  const toolConfig = objectOf(body['toolConfig']);
  const lists = [toolConfig['tools'], body['system'], ...messages.map((message) => message['content'])].map(joinPoints);
  const count = lists.flat().filter(isPoint).length;
  const keeps = keptMarks(count, MAX_CACHE_MARKS);
  let seen = 0;
  const [tools = [], system = [], ...contents] = lists.map((list) =>
    list.filter((block) => !isPoint(block) || keeps(seen++)),
  );
  return {
    body: {
      ...body,
      ...(body['toolConfig'] !== undefined && { toolConfig: { ...toolConfig, tools } }),
      ...(body['system'] !== undefined && { system }),
      messages: messages.map((message, index) => ({ ...message, content: contents[index] })),
    },
    dropped: count > MAX_CACHE_MARKS,
  };
}

/** Of several points in a row one is left, the one that lasts longest; a point with nothing before it caches nothing. */
function joinPoints(value: JsonValue | undefined): JsonObject[] {
  const joined: JsonObject[] = [];
  for (const block of objectsOf(value)) {
    const last = joined.at(-1);
    if (!isPoint(block)) joined.push(block);
    else if (last !== undefined && isPoint(last)) joined[joined.length - 1] = longer(last, block);
    else if (last !== undefined) joined.push(block);
  }
  return joined;
}

function longer(one: JsonObject, other: JsonObject): JsonObject {
  return objectOf(other['cachePoint'])['ttl'] === '1h' ? other : one;
}

function isPoint(block: JsonObject): boolean {
  return isJsonObject(block['cachePoint']);
}
