import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { readReasoningEffort, type ReasoningEffort } from '../openai-chat/reasoning-effort.js';
import type { GeminiModel } from './gemini-model.js';

export interface ThinkingConfig {
  /** Gemini's `thinkingConfig`, null where the vendor's default holds. */
  readonly config: JsonObject | null;
  /** The effort could not be set, or only nearly. */
  readonly approximated: boolean;
}

/** Tokens; pro cannot think less than its minimum, and may think more than the others. */
const BUDGETS: Readonly<Record<ReasoningEffort, { readonly flash: number; readonly pro: number }>> = {
  none: { flash: 0, pro: 128 },
  minimal: { flash: 512, pro: 512 },
  low: { flash: 1_024, pro: 1_024 },
  medium: { flash: 8_192, pro: 8_192 },
  high: { flash: 24_576, pro: 24_576 },
  xhigh: { flash: 24_576, pro: 32_768 },
  max: { flash: 24_576, pro: 32_768 },
};

/**
 * `reasoning_effort`, and Google's own `thinking_config` over it. Budget and level are never sent together: Gemini
 * refuses that.
 *
 * @see https://ai.google.dev/gemini-api/docs/openai#thinking
 * @throws InvalidRequestError for an effort that OpenAI does not know
 */
export function toThinkingConfig(
  json: JsonObject,
  extension: JsonValue | undefined,
  model: GeminiModel,
): ThinkingConfig {
  const named = readReasoningEffort(json);
  const own = isJsonObject(extension) ? camelCased(extension) : {};
  const setsDepth = own['thinkingBudget'] !== undefined || own['thinkingLevel'] !== undefined;
  const fromEffort = named === null || setsDepth ? NOTHING : byEffort(named, model);
  const config = { ...fromEffort.config, ...own };
  return { config: Object.keys(config).length > 0 ? config : null, approximated: fromEffort.approximated };
}

const NOTHING: ThinkingConfig = { config: null, approximated: false };

function byEffort(effort: ReasoningEffort, model: GeminiModel): ThinkingConfig {
  switch (model.thinking) {
    case 'none':
      return { config: null, approximated: effort !== 'none' };
    case 'budget':
      return {
        config: { thinkingBudget: BUDGETS[effort][model.isPro ? 'pro' : 'flash'] },
        approximated: effort === 'xhigh' || effort === 'max' || (effort === 'none' && model.isPro),
      };
    case 'level':
      return byLevel(effort, model);
  }
}

/** Gemini 3 cannot stop thinking; pro and flash from 3.7 on have no `minimal`, the first pro no `medium`. */
function byLevel(effort: ReasoningEffort, { isPro, version, lowestLevel }: GeminiModel): ThinkingConfig {
  switch (effort) {
    case 'none':
      return { config: { thinkingLevel: lowestLevel }, approximated: true };
    case 'minimal':
      return { config: { thinkingLevel: lowestLevel }, approximated: lowestLevel !== 'minimal' };
    case 'low':
    case 'high':
      return { config: { thinkingLevel: effort }, approximated: false };
    case 'medium': {
      const lacksMedium = isPro && version === 3;
      return { config: { thinkingLevel: lacksMedium ? 'high' : 'medium' }, approximated: lacksMedium };
    }
    case 'xhigh':
    case 'max':
      return { config: { thinkingLevel: 'high' }, approximated: true };
  }
}

/** OpenAI's clients write `include_thoughts`, Google's `includeThoughts`; null members are left out. */
function camelCased(config: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(config)
      .filter(([, value]) => value !== null)
      .map(([name, value]) => [name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
}
