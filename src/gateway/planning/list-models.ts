import { CATALOG, type CatalogModel } from '../../providers/catalog/catalog.js';
import type { Exchange } from '../exchange.js';

/** OpenAI's model object. */
export interface ModelEntry {
  readonly id: string;
  readonly object: 'model';
  /** Whole seconds since 1970; 0 where it is not known. */
  readonly created: number;
  readonly owned_by: string;
}

/**
 * `@config/slug` for each config with a rule in the caller's environment, `@slug/model` for what the catalog knows of
 * each enabled provider.
 */
export function listModels({ snapshot, caller }: Exchange): readonly ModelEntry[] {
  const configs = [...snapshot.configsBySlug.values()].filter((config) => config.rules.has(caller.environment.id));
  const accounts = [...snapshot.accountsBySlug.values()].filter((account) => account.enabled);
  return [
    ...configs.map((config) => entry(`@config/${config.slug}`, 'llmops')),
    ...accounts.flatMap((account) =>
      (BY_VENDOR.get(account.vendor) ?? []).map((known) =>
        entry(`@${account.slug}/${known.model}`, known.ownedBy ?? account.vendor),
      ),
    ),
  ];
}

function entry(id: string, ownedBy: string): ModelEntry {
  return { id, object: 'model', created: 0, owned_by: ownedBy };
}

const BY_VENDOR = new Map<string, CatalogModel[]>();
for (const model of CATALOG) BY_VENDOR.set(model.vendor, [...(BY_VENDOR.get(model.vendor) ?? []), model]);
