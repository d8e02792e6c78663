import type { PriceBook } from '../../catalog/price-book.js';
import { OTHER } from './label-tree.js';

/** Models of one provider that have a label of their own. */
const MAX_MODELS = 100;

export interface CalledModel {
  /** Slug; null where the call went nowhere. */
  readonly provider: string | null;
  readonly vendor: string | null;
  readonly model: string | null;
  /** Named by a config, and not by the caller. */
  readonly isConfigured: boolean;
  readonly isAnswered: boolean;
}

/**
 * Which models are labels. Callers of direct access may name anything, so only those are that a config names, the catalog
 * knows or a vendor has answered for.
 */
export class KnownModels {
  private readonly byProvider = new Map<string, Set<string>>();

  has(provider: string, model: string): boolean {
    return this.byProvider.get(provider)?.has(model) ?? false;
  }

  /** The model's label; `other` for one that has none. */
  labelOf({ provider, vendor, model, isConfigured, isAnswered }: CalledModel, prices: Pick<PriceBook, 'find'>): string {
    if (provider === null || model === null) return '';
    const known = this.byProvider.get(provider);
    if (known?.has(model) === true) return model;
    const isKnown = isConfigured || isAnswered || (vendor !== null && prices.find(vendor, model) !== null);
    if (!isKnown || (known?.size ?? 0) >= MAX_MODELS) return OTHER;
    if (known === undefined) this.byProvider.set(provider, new Set([model]));
    else known.add(model);
    return model;
  }
}
