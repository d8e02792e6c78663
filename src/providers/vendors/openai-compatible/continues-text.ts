import { claudeContinuesText } from '../../formats/anthropic-messages/families.js';
import type { ContinuesText } from '../../provider-strategy.js';

/**
 * Hosts that document how a model goes on with an answer that was begun. All others count as beginning anew, as OpenAI
 * does: one that cannot would repeat or contradict what the caller has read.
 */
const HOSTS: readonly (readonly [base: RegExp, continues: ContinuesText])[] = [
  // @see https://api-docs.deepseek.com/guides/chat_prefix_completion
  [/^https:\/\/api\.deepseek\.com\/beta$/, () => ({ marks: { prefix: true }, repeats: false })],
  // @see https://platform.moonshot.ai/docs/guide/use-partial-mode-feature-of-kimi-api; its other models think first
  [
    /^https:\/\/api\.moonshot\.(?:ai|cn)\//,
    (model) => (model.startsWith('moonshot-v1') ? { marks: { partial: true }, repeats: false } : null),
  ],
  // @see https://openrouter.ai/docs/api-reference/overview#assistant-prefill; it hands the conversation on, so the model decides
  [/^https:\/\/openrouter\.ai\//, (model) => (model.startsWith('anthropic/') ? claudeContinuesText(model) : null)],
];

export function continuesTextAt(base: string): ContinuesText | undefined {
  return HOSTS.find(([pattern]) => pattern.test(base))?.[1];
}
