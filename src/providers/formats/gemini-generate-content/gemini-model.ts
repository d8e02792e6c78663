/** What a Gemini model can do, read from its name. */
export interface GeminiModel {
  /** Generation and minor version, as 2.5; null for names that are not Gemini's. */
  readonly version: number | null;
  readonly isPro: boolean;
  /** How reasoning is set: by a level (3 and later), by a budget of tokens (2.5), or not at all. */
  readonly thinking: 'level' | 'budget' | 'none';
  /** The least that a model with levels can think; it cannot stop. */
  readonly lowestLevel: 'minimal' | 'low';
  /** An open model, which knows no system instruction. */
  readonly isGemma: boolean;
  /** Calls functions. */
  readonly hasTools: boolean;
  /** Which answers can be held to JSON: none, those without functions beside, or all. */
  readonly json: 'none' | 'without-tools' | 'always';
  /** Takes presence and frequency penalties. */
  readonly penalties: boolean;
  /** The most tokens that may be asked for. */
  readonly maxTokens: number;
  /** Goes on with an answer that the conversation ends with. */
  readonly prefill: boolean;
}

/** What `gemini-flash-latest` and `gemini-pro-latest` are at least. */
const LATEST_VERSION = 3;
/** The last flash that can think minimally. A newer one, or one without a number, is taken for one that cannot. */
const LAST_WITH_MINIMAL = 3.6;

/** From here on some models refuse a conversation that the model's turn ends, and all later ones do. */
const FIRST_WITHOUT_PREFILL = 3.5;

/**
 * @see https://ai.google.dev/gemini-api/docs/thinking
 * @see https://ai.google.dev/gemini-api/docs/latest-model (prefill)
 */
export function readGeminiModel(model: string): GeminiModel {
  const version = versionOf(model);
  const isPro = /-pro\b/.test(model);
  const isNumbered = /\bgemini-\d/.test(model);
  const thinksMinimally = isNumbered && !isPro && version !== null && version <= LAST_WITH_MINIMAL;
  const isGemma = /\bgemma-/.test(model);
  // Names without a number are aliases of new models.
  const isBefore = (first: number) => isNumbered && version !== null && version < first;
  const holdsTools = isBefore(LATEST_VERSION) ? 'without-tools' : 'always';
  // The first three generations of Gemma; later ones call functions and answer in JSON.
  const isPlain = /\bgemma-[123]n?\b/.test(model);
  return {
    version,
    isPro,
    thinking: thinkingOf(model, version),
    lowestLevel: thinksMinimally ? 'minimal' : 'low',
    isGemma,
    hasTools: !isPlain,
    json: isPlain ? 'none' : holdsTools,
    penalties: isBefore(2.5),
    maxTokens: isBefore(2.5) || isPlain ? 8_192 : 65_536,
    prefill: isBefore(FIRST_WITHOUT_PREFILL) && !isMedia(model),
  };
}

function versionOf(model: string): number | null {
  const numbered = /\bgemini-(\d+(?:\.\d+)?)/.exec(model);
  if (numbered) return Number(numbered[1]);
  return /\bgemini-.*latest\b/.test(model) ? LATEST_VERSION : null;
}

function thinkingOf(model: string, version: number | null): GeminiModel['thinking'] {
  if (version === null || version < 2.5 || isMedia(model)) return 'none';
  return version >= 3 ? 'level' : 'budget';
}

function isMedia(model: string): boolean {
  return /-(?:tts|live|embedding|image)\b/.test(model);
}
