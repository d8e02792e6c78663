import { toCatalogPrices } from './catalog-prices.js';
import { CATALOG_ROWS, type ModelRow } from './models.js';
import { listPrices, type PriceLists } from './list-prices.js';

const CATALOG = listsOf(CATALOG_ROWS);

function listsOf(models: readonly ModelRow[]): PriceLists {
  return { models, prices: toCatalogPrices(models) };
}

function model(id: string, count: number): ModelRow {
  const starts = Array.from({ length: count }, (_, index) => `20${String(index + 10)}-01-01`);
  return { vendor: 'v', model: id, prices: starts.map((effectiveFrom) => ({ effectiveFrom, units: { input: '1' } })) };
}

describe('listPrices', () => {
  it('says what a model costs in decimal USD', () => {
    const { items } = listPrices(CATALOG, { vendor: 'openai', model: 'gpt-4o-mini-2024-07-18' });
    expect(items.map(({ serviceTier }) => serviceTier)).toEqual([null, 'priority']);
    expect(items.slice(0, 1)).toMatchObject([
      {
        vendor: 'openai',
        model: 'gpt-4o-mini',
        effectiveFrom: null,
        dailyUtc: null,
        prices: [
          { unit: 'input', usd: '0.15', per: 1_000_000 },
          { unit: 'cache-read', usd: '0.075', per: 1_000_000 },
          { unit: 'output', usd: '0.6', per: 1_000_000 },
        ],
        tiers: [],
      },
    ]);
  });

  it('shows tiers, starts, hours and units other than tokens', () => {
    const first = (vendor: string, id: string) => listPrices(CATALOG, { vendor, model: id }).items;
    expect(first('vertex', 'gemini-2.5-pro')[0]?.tiers[0]).toMatchObject({ abovePromptTokens: 200_000 });
    expect(first('openai', 'o3').map(({ effectiveFrom, serviceTier }) => [effectiveFrom, serviceTier])).toEqual([
      [null, null],
      ['2025-06-10T00:00:00.000Z', null],
      [null, 'flex'],
      [null, 'priority'],
    ]);
    expect(first('deepseek', 'deepseek-v4-flash').at(-1)?.dailyUtc).toEqual({ from: '06:00', until: '10:00' });
    expect(first('openai', 'whisper-1')[0]?.prices).toEqual([
      { id: expect.any(String), unit: 'audio-second', usd: '0.0001', per: 1 },
    ]);
    expect(first('groq', 'whisper-large-v3')[0]?.audioBilling).toEqual({ atLeastSeconds: 10, wholeSeconds: false });
    expect(first('openai', 'dall-e-3')[0]?.imagePrices).toMatchObject([
      { upTo: '1024x1024', quality: 'standard', usd: '0.04' },
      { upTo: '1024x1024', quality: 'hd', usd: '0.08' },
      { upTo: '1792x1024', quality: 'standard', usd: '0.08' },
      { upTo: '1792x1024', quality: 'hd', usd: '0.12' },
    ]);
  });

  it('pages through every row once, across models and their periods', () => {
    const catalog = listsOf([model('a', 2), model('b', 1), model('c', 12)]);
    const seen: string[] = [];
    for (let cursor: string | undefined; ;) {
      const page = listPrices(catalog, { limit: 2, cursor });
      seen.push(...page.items.map((item) => item.model));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen.join('')).toBe('aab' + 'c'.repeat(12));
  });

  it('refuses a cursor of another list', () => {
    expect(() => listPrices(CATALOG, { cursor: 'nonsense' })).toThrow(/right form/);
  });
});
