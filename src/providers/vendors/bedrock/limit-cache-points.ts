import { keptMarks, MAX_CACHE_MARKS } from '../../formats/anthropic-messages/limit-cache-marks.js';
import type { CachePoint, ConverseRequestBody } from './wire-types.js';

export interface LimitedPoints {
  readonly body: ConverseRequestBody;
  /** Whether there were too many. */
  readonly dropped: boolean;
}

/**
 * A Converse request without two cache points in a row, and with no more of them than Bedrock takes: in the tools,
 * `system` and `messages`, the order in which it reads them.
 * @see https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function limitCachePoints(body: ConverseRequestBody): LimitedPoints {
  const { toolConfig, system, messages } = body;
  const tools = joinPoints(toolConfig?.tools ?? []);
  const instructions = joinPoints(system ?? []);
  const turns = messages.map((turn) => ({ ...turn, content: joinPoints(turn.content) }));
  const count = [...tools, ...instructions, ...turns.flatMap(({ content }) => content)].filter(isPoint).length;
  const keeps = keptMarks(count, MAX_CACHE_MARKS);
  let seen = 0;
  const fit = <Block extends CachePoint>(list: readonly Block[]): Block[] =>
    list.filter((block) => !isPoint(block) || keeps(seen++));
  return {
    body: {
      ...body,
      ...(toolConfig && { toolConfig: { ...toolConfig, tools: fit(tools) } }),
      ...(system && { system: fit(instructions) }),
      messages: turns.map((turn) => ({ ...turn, content: fit(turn.content) })),
    },
    dropped: count > MAX_CACHE_MARKS,
  };
}

/** Of several points in a row one is left, the one that lasts longest; a point with nothing before it caches nothing. */
function joinPoints<Block extends CachePoint>(blocks: readonly Block[]): Block[] {
  const joined: Block[] = [];
  for (const block of blocks) {
    const last = joined.at(-1);
    if (!isPoint(block)) joined.push(block);
    else if (last !== undefined && isPoint(last)) joined[joined.length - 1] = longer(last, block);
    else if (last !== undefined) joined.push(block);
  }
  return joined;
}

function longer<Block extends CachePoint>(one: Block, other: Block): Block {
  return other.cachePoint?.ttl === '1h' ? other : one;
}

function isPoint({ cachePoint }: CachePoint): boolean {
  return cachePoint !== undefined;
}
