import type { PriceBook } from '../../catalog/price-book.js';
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

/** What a test call is planned from. */
export interface TestContext {
  readonly vendor: string;
  readonly connection: ProviderConnection;
  readonly prices: PriceBook;
  readonly at: Date;
}

/**
 * The cheapest call that shows whether an account works: its list of models, which costs nothing; else one token of its
 * cheapest model. A named model is always asked for a token. Null where there is nothing to call.
 */
export function planTestCall(context: TestContext, model?: string): TestCall | null {
  const { connection } = context;
  if (model === undefined && connection.models !== undefined) return { kind: 'models', listing: connection.models };
  const adapter = connection.endpoints['chat/completions'];
  const tried = model ?? cheapestChatModel(context);
  if (adapter === undefined || tried === null) return null;
  return { kind: 'chat', adapter, model: tried, named: model !== undefined };
}

/** A model without a price for output is no chat model. For one token of output the price of input decides. */
function cheapestChatModel({ vendor, prices, at }: TestContext): string | null {
  let cheapest: { readonly model: string; readonly pico: bigint } | null = null;
  for (const { model } of prices.models.filter((candidate) => candidate.vendor === vendor)) {
    const [input, output] = (['input', 'output'] as const).map((unit) =>
      prices.priceOf({ vendor, model, unit, at, tier: null, contextTokens: 0 }),
    );
    if (!input || !output) continue;
    if (cheapest === null || input.pico < cheapest.pico) cheapest = { model, pico: input.pico };
  }
  return cheapest?.model ?? null;
}
