import { toAudioBilling } from '../catalog/catalog-prices.js';
import type { AudioBilling } from '../catalog/models.js';
import { ANY_MODEL } from '../catalog/own-prices.js';
import { perOf } from '../catalog/price.dto.js';
import { priceIdOf, toEffectiveFrom } from '../catalog/price-id.js';
import { toServiceTier } from '../catalog/service-tier.js';
import type { PriceChange } from '../catalog/write-prices.js';
import type { FieldError } from '../core/http/admin-errors.js';
import type { PriceBody } from './own-price.dto.js';

/** What a price is checked against. */
export interface PriceContext {
  /** Vendors of the provider configurations that are named and exist, by id. */
  readonly vendors: ReadonlyMap<string, string>;
  /** Vendors by whose prices some call may be charged. */
  readonly pricedVendors: ReadonlySet<string>;
  /** How the catalog bills seconds of this model's audio; null where it does not say. */
  audioBillingOf(vendor: string, model: string): AudioBilling | null;
}

/** A price as it was sent → the row to be written, or all that is wrong with it. */
export function toPriceChange(body: PriceBody, context: PriceContext): PriceChange | readonly FieldError[] {
  const errors = [...checkScope(body, context), ...checkAmount(body), ...checkConditions(body)];
  const pico =
    body.usd === undefined || body.unit === undefined ? null : toPico(body.usd, body.per ?? perOf(body.unit));
  if (pico === undefined)
    errors.push({ pointer: '/usd', detail: 'usd must come to whole pico-USD (10⁻¹² USD) a unit' });
  if (pico === undefined || errors.length > 0) return errors;
  const providerId = body.providerId?.toLowerCase() ?? null;
  const vendor = (providerId === null ? body.vendor : context.vendors.get(providerId)) ?? '';
  const { model, unit = null, imageTier = null, abovePromptTokens = null, note = null } = body;
  const effectiveFromMs = toMs(body.effectiveFrom);
  const serviceTier = toServiceTier(body.serviceTier ?? null);
  const conditions = { vendor, model, unit, imageTier, abovePromptTokens, serviceTier };
  return {
    key: priceIdOf({
      ...conditions,
      effectiveFrom: toEffectiveFrom(effectiveFromMs),
      dailyUtc: null,
      own: { providerId },
    }),
    source: 'own',
    providerId,
    ...conditions,
    effectiveFromMs,
    effectiveUntilMs: toMs(body.effectiveUntil),
    dailyUtc: null,
    pico,
    discountPercent: body.discountPercent === undefined ? null : String(body.discountPercent),
    terms: termsOf(body, vendor, context),
    note,
  };
}

function checkScope(
  { providerId = null, vendor, model, unit }: PriceBody,
  { vendors, pricedVendors }: PriceContext,
): FieldError[] {
  const errors: FieldError[] = [];
  const known = providerId === null ? undefined : vendors.get(providerId.toLowerCase());
  if (providerId === null && vendor === undefined) {
    errors.push({ pointer: '/vendor', detail: 'vendor is required where no providerId is given' });
  }
  if (providerId === null && vendor !== undefined && !pricedVendors.has(vendor)) {
    const names = [...pricedVendors].sort().join(', ');
    errors.push({
      pointer: '/vendor',
      detail: `there is no such vendor; known are ${names}, and those that a provider's pricingModelMap names`,
    });
  }
  if (providerId !== null && known === undefined) {
    errors.push({ pointer: '/providerId', detail: 'there is no such provider' });
  }
  if (known !== undefined && vendor !== undefined && vendor !== known) {
    errors.push({ pointer: '/vendor', detail: `the vendor of that provider is ${known}; leave vendor out` });
  }
  if (model === ANY_MODEL && unit !== undefined) {
    errors.push({ pointer: '/model', detail: 'a price is of one model; only a discount may be on all models, `*`' });
  }
  return errors;
}

function checkAmount({ providerId, unit, usd, per, discountPercent }: PriceBody): FieldError[] {
  if (discountPercent === undefined) {
    return [
      ...(usd === undefined ? [{ pointer: '/usd', detail: 'usd is required, or discountPercent' }] : []),
      ...(unit === undefined ? [{ pointer: '/unit', detail: 'unit is required with usd' }] : []),
    ];
  }
  const errors = Object.entries({ unit, usd, per })
    .filter(([, value]) => value !== undefined)
    .map(([name]) => ({ pointer: `/${name}`, detail: `${name} cannot stand beside discountPercent` }));
  if (providerId == null) errors.push({ pointer: '/providerId', detail: 'a discount is for one provider: name it' });
  if (!Number.isInteger(Math.round(discountPercent * 1e9) / 1e5)) {
    errors.push({ pointer: '/discountPercent', detail: 'discountPercent must have at most four decimals' });
  }
  return errors;
}

function checkConditions(body: PriceBody): FieldError[] {
  const { unit, imageTier, audioBilling, discountPercent, effectiveFrom, effectiveUntil } = body;
  const errors: FieldError[] = [];
  const [from, until] = [toMs(effectiveFrom), toMs(effectiveUntil)];
  if (from !== null && until !== null && until <= from) {
    errors.push({ pointer: '/effectiveUntil', detail: 'effectiveUntil must be after effectiveFrom' });
  }
  if (imageTier != null && unit !== 'image') {
    errors.push({ pointer: '/imageTier', detail: 'imageTier is for the unit image only' });
  }
  if (audioBilling !== undefined && unit !== 'audio-second') {
    errors.push({ pointer: '/audioBilling', detail: 'audioBilling is for the unit audio-second only' });
  }
  if (discountPercent === undefined) return errors;
  for (const name of ['serviceTier', 'abovePromptTokens'] as const) {
    if (body[name] != null) errors.push({ pointer: `/${name}`, detail: `a discount holds whatever the ${name}` });
  }
  return errors;
}

function termsOf({ unit, model, audioBilling }: PriceBody, vendor: string, context: PriceContext) {
  if (unit !== 'audio-second') return null;
  const billing = audioBilling === undefined ? context.audioBillingOf(vendor, model) : toAudioBilling(audioBilling);
  return billing && { audioBilling: billing };
}

function toMs(moment: string | null | undefined): number | null {
  return moment == null ? null : Date.parse(moment);
}

const DIGITS = 18;
const PICO_DIGITS = 12;

/** Exactly; undefined where a unit would cost a fraction of a pico-USD. */
function toPico(usd: string | number, per: number): string | undefined {
  const [whole = '', fraction = ''] = String(usd).split('.');
  const amount = BigInt(whole + fraction.padEnd(DIGITS, '0'));
  const divisor = BigInt(per) * 10n ** BigInt(DIGITS - PICO_DIGITS);
  return amount % divisor === 0n ? (amount / divisor).toString() : undefined;
}
