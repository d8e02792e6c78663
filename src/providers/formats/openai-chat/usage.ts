import type { JsonObject } from '../../../core/json.js';

/** Counts of a vendor that keeps cached tokens apart; null is "not stated". */
export interface TokenCounts {
  readonly input: number | null;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** Part of `cacheWrite`: kept for an hour and not for minutes, at another price. */
  readonly cacheWriteHour: number | null;
  readonly output: number | null;
  /** Part of `output`. */
  readonly reasoning: number | null;
}

/** OpenAI's `usage`: cached tokens are inside `prompt_tokens`. Null where the vendor counts nothing at all. */
export function toOpenAiUsage(counts: TokenCounts): JsonObject | null {
  if (counts.input === null && counts.output === null) return null;
  const cacheRead = counts.cacheRead ?? 0;
  const cacheWrite = counts.cacheWrite ?? 0;
  const prompt = (counts.input ?? 0) + cacheRead + cacheWrite;
  const completion = counts.output ?? 0;
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: {
      cached_tokens: cacheRead,
      cache_write_tokens: cacheWrite,
      ...((counts.cacheWriteHour ?? 0) !== 0 && { cache_write_1h_tokens: counts.cacheWriteHour }),
    },
    ...(counts.reasoning !== null && { completion_tokens_details: { reasoning_tokens: counts.reasoning } }),
  };
}

/** Without the answer, of which a stream that broke off says how far it had come at most. */
export function promptOf(usage: JsonObject | null): JsonObject | null {
  const { prompt_tokens, prompt_tokens_details } = usage ?? {};
  if (prompt_tokens === undefined) return null;
  return prompt_tokens_details === undefined ? { prompt_tokens } : { prompt_tokens, prompt_tokens_details };
}
