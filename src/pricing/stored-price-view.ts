import { formatUsd } from '../catalog/cost-of-usage.js';
import { perOf } from '../catalog/price.dto.js';
import type { PriceRevision } from '../catalog/stored-price.js';
import type { PriceRevisionView, StoredPriceView } from './own-price.dto.js';

/** @param revisions of its key, the newest first, this one among them */
export function toStoredPriceView(price: PriceRevision, revisions: readonly PriceRevision[]): StoredPriceView {
  const { source, providerId, vendor, model, unit, serviceTier, abovePromptTokens, imageTier, dailyUtc } = price;
  return Object.assign(toRevisionView(price), {
    ...{ source, providerId, vendor, model, unit, serviceTier, abovePromptTokens, imageTier, dailyUtc },
    per: unit === null ? 1 : perOf(unit),
    effectiveFrom: price.effectiveFrom?.toISOString() ?? null,
    audioBilling: price.terms?.audioBilling ?? null,
    isCurrent: revisions[0] === price && !isTakenBack(price),
    revisions: revisions.map(toRevisionView),
  });
}

function isTakenBack({ pico, discountPercent }: PriceRevision): boolean {
  return pico === null && discountPercent === null;
}

function toRevisionView(price: PriceRevision): PriceRevisionView {
  const { id, revision, unit, pico, discountPercent, changedBy, note } = price;
  return {
    id,
    revision,
    usd: pico === null || unit === null ? null : formatUsd(BigInt(pico) * BigInt(perOf(unit))),
    discountPercent: discountPercent === null ? null : String(Number(discountPercent)),
    effectiveUntil: price.effectiveUntil?.toISOString() ?? null,
    changedBy,
    changedAt: price.createdAt.toISOString(),
    note,
  };
}
