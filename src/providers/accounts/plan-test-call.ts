import { CATALOG, currentPeriod, type CatalogModel } from '../../catalog/catalog.js';
import type { Adapter, ModelListing, ProviderConnection } from '../provider-strategy.js';

/** The one call that tries an account. */
export type TestCall =
  | { readonly kind: 'models'; readonly listing: ModelListing }
  | {
      readonly kind: 'chat';
      readonly adapter: Adapter;
      readonly model: string;
      /** The administrator named the model; otherwise it is our guess. */
      readonly named: boolean;
    };

/**
 * The cheapest call that shows whether an account works: its list of models, which costs nothing; else one token of its
 * cheapest model. A named model is always asked for a token. Null where there is nothing to call.
 */
export function planTestCall(
  vendor: string,
  connection: ProviderConnection,
  model: string | undefined,
  at: Date,
): TestCall | null {
  if (model === undefined && connection.models !== undefined) return { kind: 'models', listing: connection.models };
  const adapter = connection.endpoints['chat/completions'];
  const tried = model ?? cheapestChatModel(vendor, at);
  if (adapter === undefined || tried === null) return null;
  return { kind: 'chat', adapter, model: tried, named: model !== undefined };
}

/** What has no price for tokens written is no chat model. One token out is nothing: the tokens read decide. */
function cheapestChatModel(vendor: string, at: Date): string | null {
  let cheapest: { readonly model: string; readonly price: bigint } | null = null;
  for (const candidate of CATALOG) {
    const price = candidate.vendor === vendor ? inputPriceOf(candidate, at) : null;
    if (price !== null && (cheapest === null || price < cheapest.price)) cheapest = { model: candidate.model, price };
  }
  return cheapest?.model ?? null;
}

function inputPriceOf(model: CatalogModel, at: Date): bigint | null {
  const { input, output } = currentPeriod(model, at)?.units ?? {};
  return input === undefined || output === undefined ? null : input;
}
