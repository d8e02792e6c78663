import fc from 'fast-check';
import type { ImageKind, MeteredUnit } from '../core/usage.js';
import { costOfUsage, formatUsd, PICO_PER_USD } from './cost-of-usage.js';
import { readModels } from './models.js';
import { buildPriceBook, type PricingModelMap } from './price-book.js';

const PRICES = buildPriceBook(readModels());

const AUTUMN = new Date('2026-11-01T12:00:00Z');

interface Circumstances {
  readonly map?: PricingModelMap;
  readonly at?: Date;
  readonly imageKind?: ImageKind;
}

function cost(
  vendor: string,
  model: string,
  units: Partial<Record<MeteredUnit, number>>,
  { map = {}, at = AUTUMN, imageKind }: Circumstances = {},
): string | null {
  const call = { vendor, model, pricingModelMap: map, at };
  const cost = costOfUsage(PRICES, call, { units, reasoningTokens: null, imageKind });
  return cost && formatUsd(cost.pico);
}

describe('costOfUsage, by hand', () => {
  it.each<[string, string, Partial<Record<MeteredUnit, number>>, string]>([
    // 1,000 × $0.15/M + 500 × $0.60/M
    ['openai', 'gpt-4o-mini', { input: 1000, output: 500 }, '0.00045'],
    // 7 × $2.50/M + 1,024 × $1.25/M + 3 × $10/M
    ['openai', 'gpt-4o', { input: 7, 'cache-read': 1024, output: 3 }, '0.0013275'],
    // 21 × $3/M + 2,048 × $0.30/M + 512 × $3.75/M + 100 × $15/M
    ['anthropic', 'claude-sonnet-4-5', { input: 21, 'cache-read': 2048, 'cache-write': 512, output: 100 }, '0.0040974'],
    // 2 × $3/M + 100 × $3.75/M kept for minutes + 1,000 × $6/M kept for an hour
    ['anthropic', 'claude-sonnet-4-5', { input: 2, 'cache-write': 100, 'cache-write-1h': 1000 }, '0.006381'],
    // Through the European inference profile, 10 % above the global one: 10 × $1.10/M + 10 × $5.50/M
    ['bedrock', 'eu.anthropic.claude-haiku-4-5-20251001-v1:0', { input: 10, output: 10 }, '0.000066'],
    ['bedrock', 'global.anthropic.claude-haiku-4-5-20251001-v1:0', { input: 10, output: 10 }, '0.00006'],
    // 9 × $0.30/M + 40 × $1/M (audio) + 5 × $2.50/M
    ['vertex', 'gemini-2.5-flash', { input: 9, 'input-audio': 40, output: 5 }, '0.0000552'],
    // 44 × $0.59/M + 2 × $0.79/M
    ['groq', 'llama-3.3-70b-versatile', { input: 44, output: 2 }, '0.00002754'],
    ['openai', 'text-embedding-3-small', { input: 1 }, '0.00000002'],
    // $0.006 a minute, of which every second begun counts
    ['openai', 'whisper-1', { 'audio-second': 90.5 }, '0.0091'],
    // $0.111 an hour, of which ten seconds count at least: 30,833,333 pico-USD a second
    ['groq', 'whisper-large-v3', { 'audio-second': 7.5 }, '0.00030833333'],
    ['groq', 'whisper-large-v3', { 'audio-second': 12.5 }, '0.000385416663'],
    // 14 × $5/M + 272 × $40/M
    ['openai', 'gpt-image-1', { input: 14, 'input-image': 0, output: 0, 'output-image': 272 }, '0.01095'],
    // 10 × $5/M + 100 × $10/M + 1,056 × $32/M
    ['openai', 'gpt-image-1.5', { input: 10, 'input-image': 0, output: 100, 'output-image': 1056 }, '0.034842'],
    // 258 tokens of an image cost what text costs: 300 × $2.50/M + 5 × $10/M
    ['openai', 'gpt-4o', { input: 42, 'input-image': 258, output: 5 }, '0.0008'],
    // 9 × $0.30/M + 3 × $2.50/M + 1,290 × $30/M
    ['gemini', 'gemini-2.5-flash-image', { input: 9, 'input-image': 0, output: 3, 'output-image': 1290 }, '0.0387102'],
    // 7 × $0.50/M + 250 × $10/M, all of them audio
    ['vertex', 'gemini-2.5-flash-preview-tts', { input: 7, output: 0, 'output-audio': 250 }, '0.0025035'],
    // 11 × $0.20/M
    ['vertex', 'gemini-embedding-2', { input: 11 }, '0.0000022'],
    ['xai', 'grok-imagine-image', { image: 2 }, '0.04'],
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
    expect(PRICES.find('openai', 'gpt-4o-2099-01-01')).toBeNull();
    expect(PRICES.find('openai', 'GPT-4o')).toBeNull();
    expect(PRICES.find('anthropic', 'claude-sonnet-4-5-experimental')).toBeNull();
  });

  it('is unpriced where nothing was used of a model that is not in the catalog', () => {
    expect(cost('azure', 'of-nobody', { output: 0 })).toBeNull();
    expect(cost('openai', 'gpt-4o', { output: 0 })).toBe('0');
  });

  it('is unpriced when a used unit has no price', () => {
    expect(cost('openai', 'gpt-4o-mini', { input: 10, 'input-audio': 1 })).toBeNull();
  });

  it('is unpriced where image tokens cost more than text and were not told apart', () => {
    expect(cost('vertex', 'gemini-2.5-flash-image', { input: 10, output: 1290 })).toBeNull();
    expect(cost('vertex', 'gemini-2.5-flash-image', { input: 10, output: 20, 'output-image': 0 })).toBe('0.000053');
  });

  it('is unpriced where cached audio may hide among cached text', () => {
    expect(cost('vertex', 'gemini-2.5-flash', { input: 9, 'cache-read': 5, output: 1 })).toBe('0.00000535');
    expect(cost('vertex', 'gemini-2.5-flash', { input: 9, 'cache-read': 5, 'input-audio': 1, output: 1 })).toBeNull();
  });

  it("never takes another host's price for an OpenAI-compatible account", () => {
    expect(PRICES.models.filter(({ vendor }) => vendor === 'openai-compatible')).toEqual([]);
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

describe('images by the piece', () => {
  const kind = (size: string | null, quality: string | null = null) => ({ imageKind: { size, quality } });

  it.each([
    ['openai', 'dall-e-2', 3, '256x256', null, '0.048'],
    ['openai', 'dall-e-2', 1, '512x512', null, '0.018'],
    ['openai', 'dall-e-2', 1, null, null, '0.02'],
    ['openai', 'dall-e-3', 1, null, null, '0.04'],
    ['openai', 'dall-e-3', 1, '1024x1024', 'hd', '0.08'],
    ['openai', 'dall-e-3', 1, '1792x1024', 'standard', '0.08'],
    ['openai', 'dall-e-3', 1, '1024x1792', 'hd', '0.12'],
    ['bedrock', 'amazon.titan-image-generator-v1', 2, '512x512', null, '0.016'],
    ['bedrock', 'amazon.titan-image-generator-v2:0', 1, '768x768', 'premium', '0.012'],
    ['bedrock', 'amazon.nova-canvas-v1:0', 5, 'auto', 'high', '0.3'],
    ['bedrock', 'amazon.nova-canvas-v1:0', 1, '1280x720', null, '0.06'],
    ['bedrock', 'stability.sd3-5-large-v1:0', 1, '1344x768', null, '0.08'],
    ['vertex', 'imagen-4.0-ultra-generate-001', 4, '1024x1024', null, '0.24'],
  ])('%s %s: %d of %s, %s, cost %s', (vendor, model, image, size, quality, usd) => {
    expect(cost(vendor, model, { image }, kind(size, quality))).toBe(usd);
  });

  it.each([
    ['a size beyond the list', 'dall-e-3', '2048x2048', null],
    ['a size that is none', 'dall-e-3', 'huge', null],
    ['a quality without price', 'dall-e-2', '512x512', 'hd'],
  ])('are unpriced for %s', (_, model, size, quality) => {
    expect(cost('openai', model, { image: 1 }, kind(size, quality))).toBeNull();
  });
});

describe('formatUsd', () => {
  it.each([
    [0n, '0'],
    [1n, '0.000000000001'],
    [420_000_000n, '0.00042'],
    [PICO_PER_USD, '1'],
    [12n * PICO_PER_USD + 500_000_000_000n, '12.5'],
  ])('writes %s pico-USD as %s', (pico, text) => {
    expect(formatUsd(pico)).toBe(text);
  });

  it('loses nothing', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (pico) => {
        const [whole = '0', fraction = ''] = formatUsd(pico).split('.');
        expect(BigInt(whole) * PICO_PER_USD + BigInt(fraction.padEnd(12, '0'))).toBe(pico);
      }),
    );
  });
});
