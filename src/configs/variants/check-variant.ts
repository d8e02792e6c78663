import type { EntityManager } from 'typeorm';
import type { Precondition } from '../../core/http/etag.js';
import { loadLatestNumbers } from './latest-numbers.js';
import { variantEtag } from './variant.dto.js';
import type { Variant } from './variant.entity.js';

/** @throws PreconditionFailedException where the variant is not as its writer has seen it */
export async function checkVariant(
  manager: EntityManager,
  variant: Variant,
  precondition: Precondition,
): Promise<void> {
  const latest = await loadLatestNumbers(manager, [variant.id]);
  precondition.check(variantEtag(variant, latest.get(variant.id) ?? null), 'variant');
}
