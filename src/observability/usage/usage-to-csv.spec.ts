import type { UsageView } from './usage.dto.js';
import { usageToCsv } from './usage-to-csv.js';

function totals<More>(requests: number, cost: string | null, more: More) {
  const percentiles = { p50: 1.5, p95: null, p99: null };
  return {
    ...{ requests, errors: 0, aborted: 0, cost, wastedCost: null, vendorCost: null, unpricedRequests: 0 },
    tokens: { input: 7, cacheRead: 0, cacheWrite: 0, output: 3, reasoning: 0 },
    estimated: { requests: 0, share: null, inputTokens: 0, outputTokens: 0, cost: null },
    shadow: { requests: 0, errors: 0, cost: '0' },
    latencyMs: percentiles,
    timeToFirstTokenMs: percentiles,
    ...more,
  };
}

function linesOf(view: UsageView, groupBy: readonly string[]): string[][] {
  return usageToCsv(view, groupBy)
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

const PERIOD = { from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T00:00:00.000Z' };
const REST = { truncated: false, source: 'rollups' } as const;

describe('usageToCsv', () => {
  it('has a line for each group, and none for the total, which a spreadsheet would count again', () => {
    const items = [
      totals(2, '0.5', { group: { model: '=cmd()', day: '2026-01-02' }, other: false }),
      totals(1, null, { group: { model: null, day: '2026-01-02' }, other: false }),
      totals(4, '1', { group: { model: null, day: '2026-01-02' }, other: true }),
    ];
    const [header = [], ...lines] = linesOf({ ...PERIOD, ...REST, total: totals(7, '1.5', {}), items }, [
      'day',
      'model',
    ]);
    expect(header.slice(0, 6)).toEqual(['from', 'to', 'day', 'model', 'other', 'requests']);
    expect(lines.map((line) => line.slice(2, 6))).toEqual([
      ['2026-01-02', "'=cmd()", 'false', '2'],
      ['2026-01-02', '', 'false', '1'],
      ['2026-01-02', '', 'true', '4'],
    ]);
    const cost = header.indexOf('cost');
    expect(lines.map((line) => line[cost])).toEqual(['0.5', '', '1']);
    expect(new Set([header, ...lines].map(({ length }) => length)).size).toBe(1);
  });

  it('has the total where nothing is grouped, beside that of the period before', () => {
    const total = totals(3, '2', { previous: totals(9, '8', {}) });
    const [header = [], line = [], ...more] = linesOf({ ...PERIOD, ...REST, previous: PERIOD, total, items: [] }, []);
    const valueOf = (name: string) => line[header.indexOf(name)];
    expect(more).toEqual([]);
    expect(['requests', 'cost', 'previousRequests', 'previousCost'].map(valueOf)).toEqual(['3', '2', '9', '8']);
  });
});
