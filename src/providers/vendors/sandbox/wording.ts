import { createHash } from 'node:crypto';
import type { JsonObject } from '../../../core/json.js';

/** Constant, so that equal requests get equal bytes. */
export const CREATED = 1_764_000_000;
export const SYSTEM_FINGERPRINT = 'fp_sandbox';

/** The same id for the same request, whatever is in it. */
export function digestOf(body: JsonObject): string {
  return `sandbox-${createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 24)}`;
}

/** The part of a prompt that is searched for the words to quote. */
const READ_CHARACTERS = 16 * 1024;

/** The text as far as the caller's limits let it go. */
export function limitText(
  text: string,
  stop: readonly string[],
  maxTokens: number,
): { readonly text: string; readonly finish: 'stop' | 'length' } {
  const ends = stop.map((word) => text.indexOf(word)).filter((at) => at >= 0);
  const stopped = text.slice(0, Math.min(text.length, ...ends));
  const limited = takeTokens(stopped, maxTokens);
  return { text: limited, finish: limited.length < stopped.length ? 'length' : 'stop' };
}

/** Words with the space before them: what a model's stream looks like. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/\s*\S+|\s+$/g) ?? [];
}

/** A sentence that says that no model was asked, and quotes the prompt to show that it arrived. */
export function sentenceAbout(prompt: string, index: number): string {
  const words = prompt.slice(0, READ_CHARACTERS).replaceAll(/\s+/g, ' ').trim();
  const excerpt = words.length > 120 ? `${takeCharacters(words, 119)}…` : words;
  const opening = index === 0 ? '[sandbox]' : `[sandbox, choice ${index + 1}]`;
  return `${opening} No model was asked. You said: "${excerpt}" A real provider would answer here.`;
}

/** Every text counts on its own, rounded up. */
export function tokenUsage(prompts: readonly string[], answers: readonly string[]): JsonObject {
  const sum = (texts: readonly string[]) => texts.reduce((tokens, text) => tokens + countTokens(text), 0);
  const prompt = sum(prompts);
  const completion = sum(answers);
  return { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
}

const CHARACTERS_PER_TOKEN = 4;

/** The sandbox's tokens: one for every four UTF-16 units, the last one may be short. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** The text's first `limit` tokens. */
function takeTokens(text: string, limit: number): string {
  return takeCharacters(text, limit * CHARACTERS_PER_TOKEN);
}

/** At most so many UTF-16 units of a text, never half a character. */
function takeCharacters(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, limit < text.length ? '' : '$&');
}
