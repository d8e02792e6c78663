import type { JsonValue } from '../../../core/json.js';

/** How a model's reasoning is set: low to high, on or off, or not at all. */
export type Reasoning = 'levels' | 'switch' | 'none';

/**
 * By the lines of models that Groq names. A model of no such line is taken for one that does not reason: it refuses
 * `reasoning_effort`, and `reasoning` in a history.
 *
 * @see https://console.groq.com/docs/reasoning
 */
export function reasoningOf(model: JsonValue | undefined): Reasoning {
  if (typeof model !== 'string') return 'none';
  if (/gpt-oss/i.test(model)) return 'levels';
  return /qwen(?!-?2)|qwq/i.test(model) ? 'switch' : 'none';
}
