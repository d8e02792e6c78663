import { toServiceTier } from '../../catalog/service-tier.js';
import type { JsonObject } from '../../core/json.js';

/** OpenAI's words for other tiers than the standard one. */
const WORDS: ReadonlySet<string> = new Set(['flex', 'priority', 'scale']);
/** The objects that have a `service_tier`. */
const CHATS: ReadonlySet<unknown> = new Set(['chat.completion', 'chat.completion.chunk']);

/**
 * Writes into a chat's reply, or a chunk of it, the tier that its vendor names in a word of its own; nothing where OpenAI
 * has no word for that tier. The reply was made for this call: it is changed in place, for a copy would cost more.
 */
export function writeServiceTier(reply: JsonObject, word: string | null): void {
  if (word === null || !CHATS.has(reply['object'])) return;
  const tier = toServiceTier(word) ?? 'default';
  if (tier === 'default' || WORDS.has(tier)) reply['service_tier'] = tier;
}

/** The tier of one reply that was made of several: several words are no tier that has a price. */
export function joinTiers(words: readonly (string | null)[]): string | null {
  const [first = null, ...others] = new Set(words);
  return others.length === 0 ? first : [first ?? 'default', ...others.map((word) => word ?? 'default')].join('.');
}
