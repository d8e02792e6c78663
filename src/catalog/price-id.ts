import { hash } from 'node:crypto';

/** Under what conditions a price holds: no two prices share all of them. */
export interface PriceKey {
  readonly vendor: string;
  readonly model: string;
  /** Null for a discount on every unit. */
  readonly unit: string | null;
  /** Size and quality of an image: `1024x1024 hd`. */
  readonly imageTier: string | null;
  /** The band of long prompts, by the tokens past which it begins. */
  readonly abovePromptTokens: number | null;
  /** `YYYY-MM-DD` where it is midnight. */
  readonly effectiveFrom: string | null;
  /** Hours of the UTC day: `["01:00", "04:00"]`. */
  readonly dailyUtc: readonly string[] | null;
  readonly serviceTier?: string | null;
  /** Of a price that an administrator wrote: whom it is for. */
  readonly own?: { readonly providerId: string | null };
}

/** A constant chosen at random; changing it would change the ids of all prices. */
const NAMESPACE = Buffer.from('5d2f6a0ec1b64c6f9a3e7b1d40c8f25a', 'hex');

/**
 * A name-based UUID (version 5) of the conditions: the same on every machine and in every release, whatever else the
 * catalog holds.
 */
export function priceIdOf(key: PriceKey): string {
  const { vendor, model, unit, imageTier, abovePromptTokens, effectiveFrom, dailyUtc, serviceTier = null, own } = key;
  const conditions = [vendor, model, unit, imageTier, abovePromptTokens, effectiveFrom, dailyUtc];
  // The first prices knew no more conditions than these: they keep their ids.
  if (own !== undefined) conditions.push(serviceTier, 'own', own.providerId);
  else if (serviceTier !== null) conditions.push(serviceTier);
  return nameBasedId(JSON.stringify(conditions));
}

/** The id of what replaces the price of this key; the first revision has the key itself. */
export function revisionIdOf(key: string, revision: number): string {
  return revision === 1 ? key : nameBasedId(JSON.stringify([key, revision]));
}

/** @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5 */
function nameBasedId(name: string): string {
  const hex = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(name)]), 'hex');
  const variant = ((parseInt(hex.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `5${hex.slice(13, 16)}`,
    variant + hex.slice(18, 20),
    hex.slice(20, 32),
  ].join('-');
}

/** As a key has it. */
export function toEffectiveFrom(ms: number | null): string | null {
  if (ms === null) return null;
  const text = new Date(ms).toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text;
}
