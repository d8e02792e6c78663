import { readFileSync } from 'node:fs';
import { BillError } from '../providers/bill-format.js';
import { ProviderRegistry } from '../providers/provider-registry.js';
import { readBill } from './read-bill.js';

const FORMATS = new ProviderRegistry().all().flatMap(({ billFormats = [] }) => billFormats);
const fixture = (name: string) => readFileSync(new URL(`../../test/fixtures/bills/${name}`, import.meta.url), 'utf8');

const read = (text: string, type: string) => readBill({ type, bytes: Buffer.from(text) }, FORMATS);
const typeOf = (name: string) => (name.endsWith('.csv') ? 'text/csv' : 'application/json');

const DAY = '2026-01-31';
const USD = 1_000_000_000_000n;
const line = { day: DAY, requests: null, tokens: null, cost: null };

describe('a vendor’s export', () => {
  it.each<[string, string, object[]]>([
    [
      'openai-usage.json',
      'openai-usage',
      [
        {
          ...line,
          model: 'gpt-4o-2024-08-06',
          groups: ['proj_a'],
          requests: 500,
          tokens: { input: 600_000, cacheRead: 400_000, cacheWrite: 0, output: 200_000 },
        },
        {
          ...line,
          model: 'gpt-4o-mini-2024-07-18',
          groups: ['proj_b'],
          requests: 20,
          tokens: { input: 50_000, cacheRead: 0, cacheWrite: 0, output: 10_000 },
        },
      ],
    ],
    [
      'openai-usage.csv',
      'openai-usage',
      [
        {
          ...line,
          model: 'gpt-4o-2024-08-06',
          groups: ['proj_a', 'key_1'],
          requests: 3,
          tokens: { input: 600, cacheRead: 400, cacheWrite: 0, output: 200 },
        },
        {
          ...line,
          model: 'gpt-4o-2024-08-06',
          groups: ['proj_a', 'key_2'],
          requests: 1,
          tokens: { input: 500, cacheRead: 0, cacheWrite: 0, output: 100 },
        },
      ],
    ],
    [
      'openai-costs.json',
      'openai-costs',
      [
        { ...line, model: 'gpt-4o-2024-08-06', groups: ['proj_a'], cost: (3n * USD) / 2n },
        { ...line, model: 'gpt-4o-2024-08-06', groups: ['proj_a'], cost: USD / 2n },
        { ...line, model: 'gpt-4o-2024-08-06', groups: ['proj_a'], cost: 2n * USD },
        { ...line, model: 'gpt-4o-mini-2024-07-18', groups: ['proj_b'], cost: 13_500_000_000n },
        { ...line, model: 'web search tool calls', groups: ['proj_b'], cost: USD / 100n },
      ],
    ],
    [
      'openai-costs.csv',
      'openai-costs',
      [
        { ...line, model: 'gpt-4o-2024-08-06', groups: ['proj_a', 'Alpha'], cost: (3n * USD) / 2n },
        { ...line, model: 'gpt-4o-mini-2024-07-18', groups: ['proj_b', 'Beta, "the second"'], cost: 3_835_980_000n },
      ],
    ],
    [
      'anthropic-usage.json',
      'anthropic-usage',
      [
        {
          ...line,
          model: 'claude-sonnet-4-20250514',
          groups: ['wrkspc_a'],
          tokens: { input: 1500, cacheRead: 200, cacheWrite: 1500, output: 500 },
        },
      ],
    ],
    [
      'anthropic-usage.csv',
      'anthropic-usage',
      [
        {
          ...line,
          model: 'claude-sonnet-4-20250514',
          groups: ['Default', 'production'],
          tokens: { input: 46_981, cacheRead: 7, cacheWrite: 16_000, output: 16_932 },
        },
      ],
    ],
    [
      'anthropic-cost.json',
      'anthropic-cost',
      [
        // Cents.
        { ...line, model: 'claude-sonnet-4-20250514', groups: ['wrkspc_a'], cost: 1_237_891_200_000n },
        { ...line, model: 'web search', groups: ['wrkspc_a'], cost: USD / 10n },
      ],
    ],
    [
      'anthropic-cost.csv',
      'anthropic-cost',
      [
        { ...line, model: 'Claude Haiku 4.5', groups: ['Default', 'production', 'apikey_01'], cost: 190_000_000_000n },
        { ...line, model: 'Claude Haiku 4.5', groups: ['Default', 'production', 'apikey_01'], cost: 30_000_000_000n },
        { ...line, model: 'web search', groups: ['Default', 'production', 'apikey_01'], cost: 20_000_000_000n },
      ],
    ],
  ])('is read line by line: %s', async (name, format, lines) => {
    const bill = await read(fixture(name), typeOf(name));
    expect(bill.format.name).toBe(format);
    expect(bill.lines).toEqual(lines);
  });

  it('may be several pages, a byte order mark, and lines that end as on Windows', async () => {
    const page = fixture('openai-costs.json');
    const more = page.replace('"has_more": false', '"has_more": true');
    expect((await read(`[${more},${page}]`, 'application/json')).lines).toHaveLength(10);
    const csv = `\uFEFF${fixture('openai-costs.csv').replaceAll('\n', '\r\n')}`;
    expect((await read(csv, 'text/csv')).lines).toHaveLength(2);
  });

  const costs = (change: object, bucket: object = {}) =>
    JSON.stringify({
      data: [
        {
          ...{ start_time: 1_769_817_600, end_time: 1_769_904_000 },
          ...bucket,
          results: [{ object: 'organization.costs.result', amount: { value: 1, currency: 'usd' }, ...change }],
        },
      ],
    });

  it.each<[string, string, string, RegExp]>([
    ['no JSON', '{"data": [', 'application/json', /not valid JSON/],
    ['no page', '[1]', 'application/json', /a page of the vendor’s API/],
    ['no buckets', '{"data": {}}', 'application/json', /\/data must be the list/],
    ['no results', '{"data": [{}]}', 'application/json', /\/data\/0\/results must be a list/],
    ['nothing', '{"data": []}', 'application/json', /no usage and no costs/],
    [
      'another vendor’s',
      costs({ object: 'x' }),
      'application/json',
      /none of the exports that are known here: openai-usage/,
    ],
    ['pages that follow', costs({}).replace('{"data"', '{"has_more":true,"data"'), 'application/json', /more pages/],
    ['other money', costs({ amount: { value: 1, currency: 'eur' } }), 'application/json', /results\/0: .*in USD/],
    ['no amount', costs({ amount: { value: 'much' } }), 'application/json', /results\/0: .*decimal number/],
    ['a month in one bucket', costs({}, { end_time: 1_772_323_200 }), 'application/json', /not of one day of UTC/],
    [
      'days of another zone',
      costs({}, { start_time: 1_769_810_400, end_time: 1_769_896_800 }),
      'application/json',
      /UTC/,
    ],
    ['no times', costs({}, { start_time: null }), 'application/json', /no start_time/],
    ['an unknown CSV', 'a,b\n1,2\n', 'text/csv', /none of the exports/],
    ['columns twice', 'usage_date_utc,cost_usd,cost_usd\n', 'text/csv', /column cost_usd is there twice/],
    ['a column too many', 'usage_date_utc,cost_usd\n2026-01-31,1\n2026-01-31,1,2\n', 'text/csv', /line 3/],
    ['a bad amount', 'usage_date_utc,cost_usd\n2026-01-31,1\n2026-01-31,much\n', 'text/csv', /^line 3: cost_usd must/],
    ['a bad day', 'usage_date_utc,cost_usd\n31.01.2026,1\n', 'text/csv', /^line 2: it has no start_time/],
    ['a quote that stays open', 'usage_date_utc,cost_usd\n"2026-01-31,1\n', 'text/csv', /no CSV/],
  ])('is refused whole, and says where: %s', async (_name, text, type, message) => {
    const error: unknown = await read(text, type).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(BillError);
    expect((error as BillError).message).toMatch(message);
  });
});
