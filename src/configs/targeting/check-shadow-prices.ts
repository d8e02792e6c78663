import type { EntityManager } from 'typeorm';
import { hasPrice } from '../../catalog/price-book.js';
import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { ConfigSnapshot } from '../snapshot/config-snapshot.js';
import { VariantVersion } from '../variants/variant-version.entity.js';
import type { ArmBody } from './targeting-rule.dto.js';

/**
 * Shadows whose calls have no known cost, so that no cap could hold them. What is not loaded yet is not refused: where it
 * has no price, no call is made of it.
 */
export async function checkShadowPrices(
  manager: EntityManager,
  split: readonly ArmBody[],
  snapshot: ConfigSnapshot | null,
): Promise<FieldError[]> {
  const wrong: FieldError[] = [];
  for (const [index, { serve, variantId, version = 'latest' }] of split.entries()) {
    if (serve !== false) continue;
    const where = { variantId, ...(version !== 'latest' && { version }) };
    const called = await manager.findOne(VariantVersion, { where, order: { version: 'DESC' } });
    const account = [...(snapshot?.accountsBySlug.values() ?? [])].find(({ id }) => id === called?.providerId);
    if (called === null || account === undefined || snapshot === null || account.costSource === 'vendor') continue;
    const { id: providerId, vendor, pricingModelMap, slug } = account;
    if (hasPrice(snapshot.prices, { vendor, model: called.model, pricingModelMap, providerId })) continue;
    const detail =
      `no price is known of the model ${called.model} of @${slug}, so no cap can hold what a shadow of it costs: ` +
      'write its price first';
    wrong.push({ pointer: toPointer(['split', String(index), 'variantId']), detail });
  }
  return wrong;
}
