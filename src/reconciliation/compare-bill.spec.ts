import type { DailyUsageRow } from '../observability/usage/daily-usage.js';
import { parseUsd } from '../catalog/parse-usd.js';
import type { BillFormat } from '../providers/bill-format.js';
import { compareBill } from './compare-bill.js';
import { matchModels } from './match-models.js';
import type { DatedLine } from './read-bill.js';

const FORMAT: BillFormat = { name: 'test', media: 'json', matches: () => true, read: () => null };
const asIs = (name: string) => name;

const theirs = (day: string, model: string, usd: string): DatedLine => ({
  ...{ day, model, groups: [], requests: null, tokens: null },
  cost: parseUsd(usd),
});
const ours = (day: string, model: string, cost: string | null, fields: Partial<DailyUsageRow> = {}): DailyUsageRow => ({
  ...{ day, model, requests: '1', input: '100', cache_read: '0', cache_write: '0', output: '10', cost, unpriced: '0' },
  ...fields,
});

const compare = (lines: DatedLine[], usage: DailyUsageRow[], format = FORMAT) =>
  compareBill({ format, lines }, usage, { tolerance: 1_000n, aliasOf: asIs });

describe('a bill beside the log', () => {
  const days = Array.from({ length: 28 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`);
  const models = ['gpt-4o', 'gpt-4o-mini', 'o3', 'gpt-4.1'];

  it('shows a gap of 3 % at the model and the days that have it', () => {
    const usage = days.flatMap((day) => models.map((model) => ours(day, model, '1')));
    const lines = days.flatMap((day) => models.map((model) => theirs(day, model, model === 'o3' ? '1.03' : '1')));
    const { total, models: compared, days: items } = compare(lines, usage);
    expect(compared.map(({ model, status }) => [model, status])).toEqual([
      ['o3', 'differs'],
      ...['gpt-4.1', 'gpt-4o', 'gpt-4o-mini'].map((model) => [model, 'equal']),
    ]);
    expect(compared[0]?.theirs.cost).toBe(28_840_000_000_000n);
    expect(items.filter(({ status }) => status === 'differs').map(({ model }) => model)).toEqual(Array(28).fill('o3'));
    // Diluted among four models it is less than the tolerance, which is why models are told apart.
    expect(total.status).toBe('equal');
  });

  it('says what one side lacks', () => {
    const { models: compared, days: items } = compare(
      [theirs('2026-02-01', 'o3', '1'), theirs('2026-02-02', 'gpt-4o', '1')],
      [ours('2026-02-01', 'gpt-4o', '1'), ours('2026-02-02', 'gpt-4.1', '1'), ours('2026-02-02', 'gpt-4o', '1')],
    );
    expect(Object.fromEntries(compared.map(({ model, status }) => [model, status]))).toEqual({
      o3: 'missing-in-ours',
      'gpt-4o': 'differs',
      'gpt-4.1': 'missing-in-theirs',
    });
    expect(items.find(({ day, model }) => day === '2026-02-01' && model === 'gpt-4o')?.status).toBe(
      'missing-in-theirs',
    );
  });

  it('compares what the bill states, and nothing else', () => {
    const counted = { ...theirs('2026-02-01', 'o3', '0'), cost: null, requests: 7 };
    const tokens = { input: 100, cacheRead: 0, cacheWrite: 0, output: 10 };
    expect(compare([{ ...counted, tokens }], [ours('2026-02-01', 'o3', '55')]).total.status).toBe('equal');
    const more = { ...tokens, output: 11 };
    expect(compare([{ ...counted, tokens: more }], [ours('2026-02-01', 'o3', null)]).total.status).toBe('differs');
  });

  it('takes what the vendor rounded for no gap, and no more than that', () => {
    const rounded = { ...FORMAT, roundedBy: 5_000_000_000n };
    const lines = [theirs('2026-02-01', 'o3', '0.03'), theirs('2026-02-01', 'o3', '0.01')];
    expect(compare(lines, [ours('2026-02-01', 'o3', '0.0449')], rounded).total.status).toBe('equal');
    expect(compare(lines, [ours('2026-02-01', 'o3', '0.0511')], rounded).total.status).toBe('differs');
  });

  it('sees money that has no known price here', () => {
    const { total } = compare([theirs('2026-02-01', 'o3', '1')], [ours('2026-02-01', 'o3', null, { unpriced: '3' })]);
    expect(total).toMatchObject({ status: 'differs', unpriced: 3n, ours: { cost: null } });
  });

  it('adds up: rows of models and of days are the total', () => {
    const lines = days.flatMap((day, index) => [
      theirs(day, 'o3', `0.${index}1`),
      theirs(day, 'gpt-4o-2024-08-06', '2'),
    ]);
    const usage = days.flatMap((day) => [ours(day, 'gpt-4o', '1.5'), ours(day, 'gpt-4.1', '0.25')]);
    const { total, ...rows } = compare(lines, usage);
    for (const list of [rows.models, rows.days]) {
      const sum = (side: 'ours' | 'theirs') => list.reduce((all, row) => all + (row[side].cost ?? 0n), 0n);
      expect([sum('ours'), sum('theirs')]).toEqual([total.ours.cost, total.theirs.cost]);
    }
  });
});

describe('names of models', () => {
  const rowsOf = (their: string[], our: string[], aliasOf = asIs) => {
    const { theirs: left, ours: right } = matchModels({ theirs: their, ours: our }, aliasOf);
    return [their.map((name) => left.get(name)), our.map((name) => right.get(name))];
  };

  it.each<[string, string[], string[], string[][]]>([
    ['the same', ['gpt-4o'], ['gpt-4o'], [['gpt-4o'], ['gpt-4o']]],
    ['a snapshot and an alias', ['gpt-4o-2024-08-06'], ['gpt-4o'], [['gpt-4o'], ['gpt-4o']]],
    ['an older snapshot and an alias', ['gpt-4-0613'], ['gpt-4'], [['gpt-4'], ['gpt-4']]],
    [
      'snapshots on both sides, whose prices may differ',
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-05-13'],
      ['gpt-4o-2024-05-13', 'gpt-4o-2024-08-06'],
      [
        ['gpt-4o-20240806', 'gpt-4o-20240513'],
        ['gpt-4o-20240513', 'gpt-4o-20240806'],
      ],
    ],
    [
      'a snapshot that the log lacks',
      ['gpt-4o-2024-08-06', 'gpt-4o-2024-05-13'],
      ['gpt-4o-2024-08-06'],
      [['gpt-4o-20240806', 'gpt-4o-20240513'], ['gpt-4o-20240806']],
    ],
    [
      'an alias beside its snapshot',
      ['gpt-4o-2024-08-06'],
      ['gpt-4o-2024-08-06', 'gpt-4o'],
      [['gpt-4o'], ['gpt-4o', 'gpt-4o']],
    ],
    [
      'names for people',
      ['Claude Haiku 4.5'],
      ['claude-haiku-4-5-20251001'],
      [['claude-haiku-4-5'], ['claude-haiku-4-5']],
    ],
    [
      'names for people, with a day',
      ['Claude 3.5 Sonnet 2024-10-22'],
      ['claude-3-5-sonnet-20241022'],
      [['claude-3-5-sonnet-20241022'], ['claude-3-5-sonnet-20241022']],
    ],
    [
      'the latest',
      ['claude-3-5-haiku-20241022'],
      ['claude-3-5-haiku-latest'],
      [['claude-3-5-haiku'], ['claude-3-5-haiku']],
    ],
    ['a smaller one of the family', ['gpt-4o-mini-2024-07-18'], ['gpt-4o'], [['gpt-4o-mini-20240718'], ['gpt-4o']]],
  ])('are matched: %s', (_name, their, our, rows) => {
    expect(rowsOf(their, our)).toEqual(rows);
  });

  it('are matched by the catalog’s aliases', () => {
    const aliasOf = (name: string) => (name === 'claude-sonnet-4-0' ? 'claude-sonnet-4-20250514' : name);
    expect(rowsOf(['claude-sonnet-4-20250514'], ['claude-sonnet-4-0'], aliasOf)).toEqual([
      ['claude-sonnet-4'],
      ['claude-sonnet-4'],
    ]);
  });
});
