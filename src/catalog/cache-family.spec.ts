import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../core/json.js';
import type { MeteredUnit, UsageRecord } from '../core/usage.js';
import { costOfUsage } from './cost-of-usage.js';
import { readModels, type CatalogModel, type PriceRows } from './models.js';
import { buildPriceBook } from './price-book.js';

const PRICES = buildPriceBook(readModels());

const FAMILY = ['cache-read', 'cache-write', 'cache-write-1h'] as const satisfies readonly MeteredUnit[];

/** The vendors' rules for caches by family of models, by which `npm run prices` completes rows. */
interface CacheRule {
  readonly vendors: readonly string[];
  /** Pattern of a model's id. */
  readonly models: string;
  readonly source: string;
  readonly timesInput?: Readonly<Record<string, string>>;
  readonly lacks?: Readonly<Record<string, string>>;
}

const RULES = readScripts('cache-family.json') as readonly CacheRule[];

/** Every price list of a row: of each period, and of each band of long prompts in it. */
function pricesOf({ periods }: CatalogModel): readonly PriceRows[] {
  return periods.flatMap(({ units, tiers }) => [units, ...tiers.map((tier) => tier.units)]);
}

function hasCachePrice(price: PriceRows): boolean {
  return FAMILY.some((unit) => price[unit] !== undefined);
}

const CACHED = PRICES.models.filter((row) => pricesOf(row).some(hasCachePrice));

describe('prices of caches', () => {
  it('has the whole family on every row that has one of them, or a reason that is written down', () => {
    const missing = CACHED.flatMap((row) => {
      const rule = RULES.find(
        ({ vendors, models }) => vendors.includes(row.vendor) && new RegExp(models).test(row.model),
      );
      // A period of the past may be older than the vendor's cache; the newest may not lack what an older one had.
      const current = row.periods.at(-1)?.units;
      const lists = pricesOf(row).filter((price) => price === current || hasCachePrice(price));
      return lists.flatMap((price) =>
        FAMILY.filter((unit) => price[unit] === undefined && rule?.lacks?.[unit] === undefined).map(
          (unit) => `${row.vendor}/${row.model} ${unit}`,
        ),
      );
    });
    expect(CACHED.length).toBeGreaterThan(400);
    expect(missing).toEqual([]);
  });

  it("has Anthropic's multiples of the input's price for every Claude, on every host", () => {
    const claude = CACHED.filter(({ model }) => model.includes('claude'));
    expect(new Set(claude.map(({ vendor }) => vendor))).toEqual(
      new Set(['anthropic', 'bedrock', 'vertex', 'openrouter']),
    );
    const wrong = claude.flatMap((row) =>
      pricesOf(row).flatMap((price) => {
        const input = price.input?.pico ?? 0n;
        const isHour = price['cache-write-1h']?.pico === 2n * input;
        return isHour && isFiveMinuteWrite(price['cache-write']?.pico, input) ? [] : [row.model];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('names the page of every rule and of every own row', () => {
    const rows = [...RULES, ...(readScripts('own-rows.json') as readonly unknown[])];
    expect(rows.filter((row) => !isJsonObject(row) || typeof row['source'] !== 'string')).toEqual([]);
  });

  it.each([
    ['bedrock', 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', 6_600_000n],
    ['bedrock', 'global.anthropic.claude-sonnet-4-5-20250929-v1:0', 6_000_000n],
    ['bedrock', 'eu.anthropic.claude-opus-4-5-20251101-v1:0', 11_000_000n],
    ['bedrock', 'anthropic.claude-haiku-4-5-20251001-v1:0', 2_200_000n],
    ['vertex', 'claude-opus-4-8', 10_000_000n],
    ['vertex', 'claude-opus-5-5', 8_000_000n],
  ])('prices what %s keeps of %s for an hour', (vendor, model, pico) => {
    expect(cost(vendor, model, { 'cache-write-1h': 7, input: 0, output: 0 })).toBe(7n * pico);
  });

  it('prices the band of long prompts as well', () => {
    expect(cost('vertex', 'claude-sonnet-4-5', { input: 200_000, 'cache-write-1h': 1_000, output: 0 })).toBe(
      200_000n * 6_000_000n + 1_000n * 12_000_000n,
    );
  });

  it.each(['amazon.nova-lite-v1:0', 'us.amazon.nova-pro-v1:0', 'us.amazon.nova-2-lite-v1:0'])(
    'takes nothing for what %s writes to its cache, as Amazon does, and the price of a read for what it reads',
    (model) => {
      expect(cost('bedrock', model, { 'cache-write': 1_000 })).toBe(0n);
      const read = PRICES.find('bedrock', model)?.periods[0]?.units['cache-read']?.pico ?? 0n;
      expect(read).toBeGreaterThan(0n);
      expect(cost('bedrock', model, { 'cache-write': 1_000, 'cache-read': 10 })).toBe(10n * read);
    },
  );
});

function cost(vendor: string, model: string, units: UsageRecord['units']): bigint | undefined {
  const call = { vendor, model, pricingModelMap: {}, at: new Date() };
  return costOfUsage(PRICES, call, { units, reasoningTokens: null })?.pico;
}

/** 1.25 times the input; Claude 3 Haiku's list is rounded to 1.2. */
function isFiveMinuteWrite(write: bigint | undefined, input: bigint): boolean {
  return write !== undefined && (write * 100n === input * 125n || write * 100n === input * 120n);
}

function readScripts(name: string): unknown {
  return JSON.parse(readFileSync(join(process.cwd(), 'scripts/prices', name), 'utf8'));
}
