import { isJsonObject } from './json.js';

/** What vendors charge by. Units are disjoint: input + cache-read + cache-write = prompt_tokens. */
export const METERED_UNITS = [
  'input',
  'cache-read',
  'cache-write',
  'output',
  'input-audio',
  'output-audio',
  'image',
  'audio-second',
  'character',
] as const;
export type MeteredUnit = (typeof METERED_UNITS)[number];

export interface UsageRecord {
  readonly units: Readonly<Partial<Record<MeteredUnit, number>>>;
  /** Part of `output`, never charged on top of it. */
  readonly reasoningTokens: number | null;
}

function count(source: unknown, key: string): number | null {
  const value = isJsonObject(source) ? source[key] : undefined;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/**
 * Reads the `usage` object of OpenAI's API, in the spellings that OpenAI-compatible vendors use.
 * Returns null where no token count is stated: unknown is not zero.
 *
 * xAI leaves reasoning out of `completion_tokens` but counts it in the total; it is added back here, by arithmetic
 * and not by vendor name. DeepSeek spells cached tokens `prompt_cache_hit_tokens`.
 */
export function readOpenAiUsage(usage: unknown): UsageRecord | null {
  if (!isJsonObject(usage)) return null;
  const prompt = count(usage, 'prompt_tokens') ?? count(usage, 'input_tokens');
  const completion = count(usage, 'completion_tokens') ?? count(usage, 'output_tokens');
  if (prompt === null && completion === null) return null;

  const promptDetails = usage['prompt_tokens_details'] ?? usage['input_tokens_details'] ?? usage['input_token_details'];
  const completionDetails = usage['completion_tokens_details'] ?? usage['output_tokens_details'];
  const reasoning = count(completionDetails, 'reasoning_tokens') ?? count(usage, 'reasoning_tokens');
  const total = count(usage, 'total_tokens');
  const reasoningLeftOut =
    reasoning !== null && reasoning > 0 && total === (prompt ?? 0) + (completion ?? 0) + reasoning;

  // Grok on Azure counts more cached tokens than the prompt has: of a prompt, no more than all can be cached.
  const cached = count(promptDetails, 'cached_tokens') ?? count(usage, 'prompt_cache_hit_tokens') ?? 0;
  const cacheRead = Math.min(cached, prompt ?? 0);
  const cacheWrite = count(promptDetails, 'cache_write_tokens') ?? 0;
  const audioIn = count(promptDetails, 'audio_tokens') ?? 0;
  const output = (completion ?? 0) + (reasoningLeftOut ? reasoning : 0);
  const audioOut = count(completionDetails, 'audio_tokens') ?? 0;

  const units: Partial<Record<MeteredUnit, number>> = {};
  if (prompt !== null) units['input'] = Math.max(0, prompt - cacheRead - cacheWrite - audioIn);
  if (cacheRead > 0) units['cache-read'] = cacheRead;
  if (cacheWrite > 0) units['cache-write'] = cacheWrite;
  if (audioIn > 0) units['input-audio'] = audioIn;
  if (completion !== null) units['output'] = Math.max(0, output - audioOut);
  if (audioOut > 0) units['output-audio'] = audioOut;
  return { units, reasoningTokens: reasoning };
}
