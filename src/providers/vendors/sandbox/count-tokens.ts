const CHARACTERS_PER_TOKEN = 4;

/** The sandbox's tokens: one for every four UTF-16 units, the last one may be short. */
export function countTokens(text: string): number {
  return Math.ceil(text.length / CHARACTERS_PER_TOKEN);
}

/** The text's first `limit` tokens. */
export function takeTokens(text: string, limit: number): string {
  return takeCharacters(text, limit * CHARACTERS_PER_TOKEN);
}

/** At most so many UTF-16 units of a text, never half a character. */
export function takeCharacters(text: string, limit: number): string {
  return text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, limit < text.length ? '' : '$&');
}
