import type { UsageTotals } from '../api/usage.js';
import type { Measure } from './usage-search.js';

/** What a measure is read from. */
export interface Measured extends Pick<UsageTotals, 'requests' | 'errors' | 'cost'> {
  readonly tokens: Pick<UsageTotals['tokens'], 'input' | 'output'>;
  readonly latencyMs: Pick<UsageTotals['latencyMs'], 'p95'>;
}

/** Null where it is not known. */
export function valueOf(totals: Measured, measure: Measure): number | null {
  switch (measure) {
    case 'cost':
      return totals.cost === null ? null : Number(totals.cost);
    case 'requests':
      return totals.requests;
    case 'errors':
      return totals.errors;
    case 'input tokens':
      return totals.tokens.input;
    case 'output tokens':
      return totals.tokens.output;
    case 'p95 latency':
      return totals.latencyMs.p95;
  }
}
