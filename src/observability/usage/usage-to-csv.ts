import { toCsv, type Cell } from '../csv.js';
import type { ComparedTotalsView, UsageTotalsView, UsageView } from './usage.dto.js';

/** In their order, with a column for each number; what is not known is empty, which is not zero. */
const MEASURES: Readonly<Record<string, (totals: UsageTotalsView) => Cell>> = {
  requests: ({ requests }) => requests,
  errors: ({ errors }) => errors,
  aborted: ({ aborted }) => aborted,
  inputTokens: ({ tokens }) => tokens.input,
  cacheReadTokens: ({ tokens }) => tokens.cacheRead,
  cacheWriteTokens: ({ tokens }) => tokens.cacheWrite,
  outputTokens: ({ tokens }) => tokens.output,
  reasoningTokens: ({ tokens }) => tokens.reasoning,
  cost: ({ cost }) => cost,
  wastedCost: ({ wastedCost }) => wastedCost,
  vendorCost: ({ vendorCost }) => vendorCost,
  unpricedRequests: ({ unpricedRequests }) => unpricedRequests,
  estimatedRequests: ({ estimated }) => estimated.requests,
  estimatedInputTokens: ({ estimated }) => estimated.inputTokens,
  estimatedOutputTokens: ({ estimated }) => estimated.outputTokens,
  estimatedCost: ({ estimated }) => estimated.cost,
  shadowRequests: ({ shadow }) => shadow.requests,
  shadowErrors: ({ shadow }) => shadow.errors,
  shadowCost: ({ shadow }) => shadow.cost,
  latencyP50Ms: ({ latencyMs }) => latencyMs.p50,
  latencyP95Ms: ({ latencyMs }) => latencyMs.p95,
  latencyP99Ms: ({ latencyMs }) => latencyMs.p99,
  timeToFirstTokenP50Ms: ({ timeToFirstTokenMs }) => timeToFirstTokenMs.p50,
  timeToFirstTokenP95Ms: ({ timeToFirstTokenMs }) => timeToFirstTokenMs.p95,
  timeToFirstTokenP99Ms: ({ timeToFirstTokenMs }) => timeToFirstTokenMs.p99,
};
const NAMES = Object.keys(MEASURES);
const TO_CELLS = Object.values(MEASURES);

/**
 * A header and one line a group, with the period before beside it where it is compared with. No line for the total: a
 * spreadsheet adds the lines up, and would count everything twice. Without groups the total is the only line.
 * @param groupBy names of the dimensions, in their order
 */
export function usageToCsv({ from, to, previous, total, items }: UsageView, groupBy: readonly string[]): string {
  const measured = (totals: UsageTotalsView) => TO_CELLS.map((toCell) => toCell(totals));
  const lineOf = (totals: ComparedTotalsView, group: Readonly<Record<string, string | null>>, isOther: boolean) => [
    ...[from, to, ...groupBy.map((name) => group[name] ?? null), isOther],
    ...measured(totals),
    ...(totals.previous === undefined ? [] : measured(totals.previous)),
  ];
  return toCsv([
    ['from', 'to', ...groupBy, 'other', ...NAMES, ...(previous === undefined ? [] : NAMES.map(toPreviousName))],
    ...(groupBy.length === 0 ? [lineOf(total, {}, false)] : items.map((item) => lineOf(item, item.group, item.other))),
  ]);
}

/** `previousRequests` */
function toPreviousName(name: string): string {
  return `previous${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
