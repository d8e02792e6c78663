/** Where `npm run prices` finds what models cost. */
export interface PriceSource {
  /** First part of the rows' names: the vendor, or a host that accounts name in their `pricingModelMap`. */
  readonly vendor: string;
  /** A provider's id in `@pydantic/genai-prices`. */
  readonly source: string;
  /** Another provider's id, whose prices hold for models that `source` lacks. */
  readonly fallback?: string;
  /** Whether the vendor serves a model of the source; it serves all unless this is given. */
  readonly serves?: (model: string) => boolean;
  /** The vendor's names of one id of the source. @param known names that are written down */
  readonly namesOf?: (id: string, known: readonly string[]) => readonly string[];
  /** Whether the source's price of input holds for audio, too, where it names none. */
  readonly inputPriceHoldsForAudio?: (model: string) => boolean;
  ownerOf(model: string): string | undefined;
}

/** `owner` of `owner/model`, as some hosts write models. */
export function ownerBeforeSlash(model: string): string | undefined {
  return model.includes('/') && !model.startsWith('accounts/') ? model.split('/')[0] : undefined;
}
