import { isCount, isJsonObject } from './json.js';

/**
 * What vendors charge by. Units are disjoint: `input`, `input-…`, `cache-read` and `cache-write` add up to
 * prompt_tokens, `output` and `output-…` to completion_tokens.
 */
export const METERED_UNITS = [
  ...(['input', 'cache-read', 'cache-write', 'cache-write-1h', 'output'] as const),
  ...(['input-audio', 'input-image', 'input-video', 'output-audio', 'output-image'] as const),
  ...(['image', 'audio-second', 'character'] as const),
] as const;
export type MeteredUnit = (typeof METERED_UNITS)[number];

/** What the caller asked of images that are charged by the piece; null for the vendor's default. */
export interface ImageKind {
  /** `1024x1792` */
  readonly size: string | null;
  readonly quality: string | null;
}

export interface UsageRecord {
  /** A kind of token that is 0 was counted as such; one that is absent was not told apart. */
  readonly units: Readonly<Partial<Record<MeteredUnit, number>>>;
  /** Part of `output`, never charged on top of it. */
  readonly reasoningTokens: number | null;
  /** Only with `image` units. */
  readonly imageKind?: ImageKind;
}

export const PROMPT = ['input', 'input-audio', 'input-image', 'input-video'] as const;
export const COMPLETION = ['output', 'output-audio', 'output-image'] as const;

/** Text is charged by prompt and answer: where a host counts only one of them, the other is unknown and not 0. */
export function isWhole(usage: UsageRecord): boolean {
  return isPromptCounted(usage) === isCompletionCounted(usage);
}

export function isPromptCounted({ units }: UsageRecord): boolean {
  return PROMPT.some((kind) => units[kind] !== undefined);
}

export function isCompletionCounted({ units }: UsageRecord): boolean {
  return COMPLETION.some((kind) => units[kind] !== undefined);
}

function count(source: unknown, key: string): number | null {
  const value = isJsonObject(source) ? source[key] : undefined;
  return isCount(value) ? value : null;
}

/** Stated, but no whole number that can be counted with: then the usage is unknown, and so is its cost. */
function isBroken(source: unknown, keys: readonly string[]): boolean {
  return isJsonObject(source) && keys.some((key) => typeof source[key] === 'number' && !isCount(source[key]));
}

const CHARGED = [
  ...(['prompt_tokens', 'input_tokens', 'completion_tokens', 'output_tokens'] as const),
  ...(['prompt_cache_hit_tokens', 'billable_characters'] as const),
];
const CHARGED_DETAILS = [
  ...(['cached_tokens', 'cache_write_tokens', 'cache_write_1h_tokens'] as const),
  ...(['audio_tokens', 'image_tokens', 'video_tokens'] as const),
];

type Units = Partial<Record<MeteredUnit, number>>;

/**
 * Reads the `usage` object of OpenAI's API, in the spellings that OpenAI-compatible vendors use.
 * Returns null where no token count is stated, or one that is charged for is no whole number below 2^53: unknown is not
 * zero.
 *
 * xAI leaves reasoning out of `completion_tokens` but counts it in the total; it is added back here, by arithmetic
 * and not by vendor name. DeepSeek spells cached tokens `prompt_cache_hit_tokens`.
 */
export function readOpenAiUsage(usage: unknown): UsageRecord | null {
  if (!isJsonObject(usage)) return null;
  const prompt = count(usage, 'prompt_tokens') ?? count(usage, 'input_tokens');
  const completion = count(usage, 'completion_tokens') ?? count(usage, 'output_tokens');
  if ((prompt === null && completion === null) || isBroken(usage, CHARGED)) return null;

  const promptDetails = usage['prompt_tokens_details'] ?? usage['input_tokens_details'] ?? usage['input_token_details'];
  const completionDetails = usage['completion_tokens_details'] ?? usage['output_tokens_details'];
  if (isBroken(promptDetails, CHARGED_DETAILS) || isBroken(completionDetails, CHARGED_DETAILS)) return null;
  const reasoning = count(completionDetails, 'reasoning_tokens') ?? count(usage, 'reasoning_tokens');
  const total = count(usage, 'total_tokens');
  const reasoningLeftOut =
    reasoning !== null && reasoning > 0 && total === (prompt ?? 0) + (completion ?? 0) + reasoning;

  const units: Units = {};
  const cached = count(promptDetails, 'cached_tokens') ?? count(usage, 'prompt_cache_hit_tokens') ?? 0;
  if (prompt !== null) splitPrompt(units, prompt, cached, promptDetails);
  const characters = count(usage, 'billable_characters');
  if (characters !== null) units['character'] = characters;
  if (completion !== null) splitCompletion(units, completion + (reasoningLeftOut ? reasoning : 0), completionDetails);
  return { units, reasoningTokens: reasoning };
}

function splitPrompt(units: Units, prompt: number, cached: number, details: unknown): void {
  // Grok on Azure counts more cached tokens than the prompt has: no more can be cached than the prompt has.
  const cacheRead = Math.min(cached, prompt);
  const cacheWrite = count(details, 'cache_write_tokens') ?? 0;
  const audio = count(details, 'audio_tokens') ?? 0;
  let rest = Math.max(0, prompt - cacheRead - cacheWrite - audio);
  // Images and video may have been read from the cache, and are counted there then: hence no more than the rest.
  rest -= part(units, 'input-image', count(details, 'image_tokens'), rest);
  rest -= part(units, 'input-video', count(details, 'video_tokens'), rest);
  units['input'] = rest;
  if (cacheRead > 0) units['cache-read'] = cacheRead;
  const hour = Math.min(count(details, 'cache_write_1h_tokens') ?? 0, cacheWrite);
  if (cacheWrite > hour) units['cache-write'] = cacheWrite - hour;
  if (hour > 0) units['cache-write-1h'] = hour;
  if (audio > 0) units['input-audio'] = audio;
}

function splitCompletion(units: Units, completion: number, details: unknown): void {
  const audio = count(details, 'audio_tokens') ?? 0;
  const rest = Math.max(0, completion - audio);
  units['output'] = rest - part(units, 'output-image', count(details, 'image_tokens'), rest);
  if (audio > 0) units['output-audio'] = audio;
}

function part(units: Units, unit: MeteredUnit, stated: number | null, most: number): number {
  if (stated === null) return 0;
  return (units[unit] = Math.min(stated, most));
}

/** Seconds of audio: `usage` of type `duration`. Null where it is not that. */
export function readDurationUsage(usage: unknown): UsageRecord | null {
  return isJsonObject(usage) && usage['type'] === 'duration' ? usageOfSeconds(usage['seconds']) : null;
}

/** More than thirty years; past that it is no length of a recording. */
const MAX_SECONDS = 1e9;

/** Null where it is no number; some vendors write it as a text. */
export function usageOfSeconds(stated: unknown): UsageRecord | null {
  const seconds = typeof stated === 'string' && stated !== '' ? Number(stated) : stated;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= MAX_SECONDS)) return null;
  return { units: { 'audio-second': seconds }, reasoningTokens: null };
}

/** What two parts of one answer used together. */
export function addUsage(one: UsageRecord, other: UsageRecord): UsageRecord {
  const units: Units = { ...one.units };
  for (const unit of METERED_UNITS) {
    const more = other.units[unit];
    if (more !== undefined) units[unit] = (units[unit] ?? 0) + more;
  }
  const isKnown = one.reasoningTokens !== null && other.reasoningTokens !== null;
  return { units, reasoningTokens: isKnown ? one.reasoningTokens + other.reasoningTokens : null };
}
