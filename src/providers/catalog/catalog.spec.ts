import { costOf, formatUsd } from '../../core/price.js';
import type { MeteredUnit } from '../../core/usage.js';
import { CATALOG, lookup, priceOf, type PricingModelMap } from './catalog.js';

const AUTUMN = new Date('2026-11-01T12:00:00Z');

function cost(
  vendor: string,
  model: string,
  units: Partial<Record<MeteredUnit, number>>,
  { map = {}, at = AUTUMN }: { map?: PricingModelMap; at?: Date } = {},
): string | null {
  const usage = { units, reasoningTokens: null };
  const pico = costOf(usage, priceOf(vendor, model, map, usage, at));
  return pico === null ? null : formatUsd(pico);
}

describe('priceOf, by hand', () => {
  it.each<[string, string, Partial<Record<MeteredUnit, number>>, string]>([
    // 1,000 × $0.15/M + 500 × $0.60/M
    ['openai', 'gpt-4o-mini', { input: 1000, output: 500 }, '0.00045'],
    // 7 × $2.50/M + 1,024 × $1.25/M + 3 × $10/M
    ['openai', 'gpt-4o', { input: 7, 'cache-read': 1024, output: 3 }, '0.0013275'],
    // 21 × $3/M + 2,048 × $0.30/M + 512 × $3.75/M + 100 × $15/M
    ['anthropic', 'claude-sonnet-4-5', { input: 21, 'cache-read': 2048, 'cache-write': 512, output: 100 }, '0.0040974'],
    // Through the European inference profile, 10 % above the global one: 10 × $1.10/M + 10 × $5.50/M
    ['bedrock', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', { input: 10, output: 10 }, '0.000066'],
    ['bedrock', 'global.anthropic.claude-haiku-4-5-20251001-v1:0', { input: 10, output: 10 }, '0.00006'],
    // 9 × $0.30/M + 40 × $1/M (audio) + 5 × $2.50/M
    ['vertex', 'gemini-2.5-flash', { input: 9, 'input-audio': 40, output: 5 }, '0.0000552'],
    // 44 × $0.59/M + 2 × $0.79/M
    ['groq', 'llama-3.3-70b-versatile', { input: 44, output: 2 }, '0.00002754'],
    ['openai', 'text-embedding-3-small', { input: 1 }, '0.00000002'],
    // $0.006 a minute
    ['openai', 'whisper-1', { 'audio-second': 90.5 }, '0.00905'],
    // $15 per million characters
    ['openai', 'tts-1', { character: 11 }, '0.000165'],
  ])('%s %s %o costs %s', (vendor, model, units, usd) => {
    expect(cost(vendor, model, units)).toBe(usd);
  });

  it('counts millions of tokens without losing a pico-USD', () => {
    expect(cost('openai', 'gpt-4o-mini', { input: 123_456_789, output: 987_654_321 })).toBe('611.11111095');
  });

  it('charges the whole request the higher price past the threshold, cached tokens counted', () => {
    expect(cost('vertex', 'gemini-2.5-pro', { input: 200_000, output: 100 })).toBe('0.251');
    expect(cost('vertex', 'gemini-2.5-pro', { input: 200_001, output: 100 })).toBe('0.5015025');
    expect(cost('vertex', 'gemini-2.5-pro', { input: 1, 'cache-read': 200_000, output: 100 })).toBe('0.0515025');
  });

  it('charges the price of the day', () => {
    const units = { input: 1_000_000 };
    expect(cost('openai', 'o3', units, { at: new Date('2025-06-09T23:59:59Z') })).toBe('10');
    expect(cost('openai', 'o3', units, { at: new Date('2025-06-10T00:00:00Z') })).toBe('2');
  });

  it('charges the price of the hour', () => {
    const units = { input: 1_000_000 };
    expect(cost('deepseek', 'deepseek-v4-flash', units, { at: new Date('2026-11-01T00:59:59Z') })).toBe('0.22');
    expect(cost('deepseek', 'deepseek-v4-flash', units, { at: new Date('2026-11-01T01:00:00Z') })).toBe('0.44');
    expect(cost('deepseek', 'deepseek-v4-flash', units, { at: new Date('2026-11-01T04:00:00Z') })).toBe('0.22');
  });
});

describe('what has no certain price', () => {
  it('is unpriced when the id is only like a known one', () => {
    expect(lookup('openai', 'gpt-4o-2099-01-01', {})).toBeNull();
    expect(lookup('openai', 'GPT-4o', {})).toBeNull();
    expect(lookup('anthropic', 'claude-sonnet-4-5-experimental', {})).toBeNull();
  });

  it('is unpriced when a used unit has no price', () => {
    expect(cost('openai', 'gpt-4o-mini', { input: 10, 'input-audio': 1 })).toBeNull();
  });

  it('is unpriced where image tokens cost more than text and cannot be told apart', () => {
    expect(cost('vertex', 'gemini-2.5-flash-image', { input: 10, output: 1290 })).toBeNull();
  });

  it('is unpriced where cached audio may hide among cached text', () => {
    expect(cost('vertex', 'gemini-2.5-flash', { input: 9, 'cache-read': 5, output: 1 })).toBe('0.00000535');
    expect(cost('vertex', 'gemini-2.5-flash', { input: 9, 'cache-read': 5, 'input-audio': 1, output: 1 })).toBeNull();
  });

  it("never takes another host's price for an OpenAI-compatible account", () => {
    expect(CATALOG.filter(({ vendor }) => vendor === 'openai-compatible')).toEqual([]);
    expect(cost('openai-compatible', 'gpt-4o', { input: 1 })).toBeNull();
    expect(cost('constructor', 'gpt-4o', { input: 1 })).toBeNull();
  });
});

describe('pricingModelMap', () => {
  const units = { input: 1_000_000 };

  it('prices a deployment as its model', () => {
    expect(cost('azure', 'prod-chat', units)).toBeNull();
    expect(cost('azure', 'prod-chat', units, { map: { 'prod-chat': 'openai/gpt-4o' } })).toBe('2.5');
  });

  it('prices an account as another host, model by model', () => {
    const map = { '*': 'deepseek/*', free: 'sandbox/sandbox-1' };
    expect(cost('openai-compatible', 'deepseek-v4-flash', units, { map })).toBe('0.22');
    expect(cost('openai-compatible', 'free', units, { map })).toBe('0');
    expect(cost('openai-compatible', 'unknown', units, { map })).toBeNull();
  });

  it('keeps slashes of the model', () => {
    const map = { '*': 'openrouter/openai/gpt-4o-mini' };
    expect(cost('openai-compatible', 'anything', units, { map })).toBe('0.15');
  });

  it('leaves unpriced what it maps to nothing known, even when the vendor has a price', () => {
    expect(cost('openai', 'gpt-4o', units, { map: { 'gpt-4o': 'openai/none' } })).toBeNull();
    expect(cost('openai', 'gpt-4o', units, { map: { '*': 'gpt-4o' } })).toBeNull();
    expect(cost('openai', 'constructor', units, { map: {} })).toBeNull();
  });
});

describe('the catalog', () => {
  it('names every model of a vendor once', () => {
    const names = CATALOG.flatMap(({ vendor, model, aliases }) => [model, ...aliases].map((id) => `${vendor}/${id}`));
    expect(new Set(names).size).toBe(names.length);
  });

  it('is free of charge in the sandbox', () => {
    expect(cost('sandbox', 'sandbox-1', { input: 5, 'cache-read': 1, output: 7 })).toBe('0');
    expect(cost('sandbox', 'sandbox-transcribe', { 'audio-second': 3.5 })).toBe('0');
  });

  it.each(['openai', 'anthropic', 'azure', 'bedrock', 'vertex', 'groq', 'mistral'])('has prices for %s', (vendor) => {
    expect(CATALOG.filter((model) => model.vendor === vendor).length).toBeGreaterThan(10);
  });
});
