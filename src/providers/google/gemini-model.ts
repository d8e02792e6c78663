/** What a Gemini model's name tells of its abilities. */
export interface GeminiModel {
  /** Generation and minor version, as 2.5; null for names that are not Gemini's. */
  readonly version: number | null;
  readonly isPro: boolean;
  /** How reasoning is set: by a level (3 and later), by a budget of tokens (2.5), or not at all. */
  readonly thinking: 'level' | 'budget' | 'none';
}

/** What `gemini-flash-latest` and `gemini-pro-latest` stand for. */
const LATEST_VERSION = 3;

/** @see https://ai.google.dev/gemini-api/docs/thinking */
export function readGeminiModel(model: string): GeminiModel {
  const version = versionOf(model);
  const isPro = /-pro\b/.test(model);
  return { version, isPro, thinking: thinkingOf(model, version) };
}

function versionOf(model: string): number | null {
  const numbered = /\bgemini-(\d+(?:\.\d+)?)/.exec(model);
  if (numbered) return Number(numbered[1]);
  return /\bgemini-.*latest\b/.test(model) ? LATEST_VERSION : null;
}

function thinkingOf(model: string, version: number | null): GeminiModel['thinking'] {
  if (version === null || version < 2.5 || /-(?:tts|live|embedding)\b/.test(model)) return 'none';
  if (version >= 3) return 'level';
  return /-image\b/.test(model) ? 'none' : 'budget';
}
