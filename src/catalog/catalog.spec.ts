import type { UsageRecord } from '../core/usage.js';
import { costOfUsage } from './cost-of-usage.js';
import { readModels } from './models.js';
import { buildPriceBook } from './price-book.js';

const PRICES = buildPriceBook(readModels());

describe('the catalog', () => {
  it('names every model of a vendor once', () => {
    const names = PRICES.models.flatMap(({ vendor, model, aliases }) =>
      [model, ...aliases].map((id) => `${vendor}/${id}`),
    );
    expect(new Set(names).size).toBe(names.length);
  });

  it('is free of charge in the sandbox', () => {
    const cost = (model: string, units: UsageRecord['units']) =>
      costOfUsage(
        PRICES,
        { vendor: 'sandbox', model, pricingModelMap: {}, at: new Date() },
        { units, reasoningTokens: null },
      )?.pico;
    expect(cost('sandbox-1', { input: 5, 'cache-read': 1, output: 7 })).toBe(0n);
    expect(cost('sandbox-transcribe', { 'audio-second': 3.5 })).toBe(0n);
  });

  it.each(['openai', 'anthropic', 'azure', 'bedrock', 'vertex', 'groq', 'mistral'])('has prices for %s', (vendor) => {
    expect(PRICES.models.filter((model) => model.vendor === vendor).length).toBeGreaterThan(10);
  });
});
