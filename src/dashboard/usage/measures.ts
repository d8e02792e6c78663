import type { Schemas } from '../api/client.js';
import type { Measure } from './usage-search.js';

/** Null where it is not known. */
export function valueOf(totals: Schemas['UsageTotalsView'], measure: Measure): number | null {
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
