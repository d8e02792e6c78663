import { api, type Schemas } from './client.js';
import { useWholeList } from './whole-list.js';

type Price = Schemas['PriceView'];

/** A model as the catalog knows it. */
export interface CatalogModel {
  readonly model: string;
  readonly contextWindow: number | null;
  /** USD for a million tokens; null where it is priced otherwise or not at all. */
  readonly input: string | null;
  readonly output: string | null;
}

/** The models of a vendor that the catalog has prices of, by name. */
export function useCatalog(vendor: string | undefined): readonly CatalogModel[] {
  const { data } = useWholeList<Price>(
    ['catalog', vendor],
    (page, signal) =>
      api.GET('/llmops/api/admin/v1/prices', {
        params: { query: { ...page, vendor: vendor ?? '', source: 'catalog' } },
        signal,
      }),
    { enabled: vendor !== undefined, staleTime: Infinity },
  );
  const now = new Date().toISOString();
  const current = (data?.items ?? []).filter((price) => holdsAt(price, now));
  const byName = new Map(current.map((price) => [price.model, toModel(price)]));
  return [...byName.values()].sort((a, b) => a.model.localeCompare(b.model));
}

/** Of the standard tier. */
function holdsAt({ effectiveFrom, effectiveUntil, serviceTier, dailyUtc }: Price, now: string): boolean {
  const isNow = (effectiveFrom ?? '') <= now && (effectiveUntil === null || now < effectiveUntil);
  return isNow && serviceTier === null && dailyUtc === null;
}

function toModel({ model, contextWindow, prices }: Price): CatalogModel {
  const usdOf = (unit: string) => prices.find((each) => each.unit === unit)?.usd ?? null;
  return { model, contextWindow, input: usdOf('input'), output: usdOf('output') };
}

/** In one line, for a list to choose from. */
export function describeModel({ contextWindow, input, output }: CatalogModel): string {
  const parts = [
    contextWindow !== null && `${contextWindow.toLocaleString('en-US')} tokens`,
    input !== null && `$${input} in`,
    output !== null && `$${output} out`,
  ].filter((part) => part !== false);
  return parts.join(' · ');
}
