import { picoOf } from '../rollups/measures.js';
import type { CountedCall } from '../rollups/counted-call.js';
import type { Exposure } from './exposure.js';
import type { PairMetric } from './measure-pair.js';

/**
 * What experiments compare. `calls` counts all, and sums those without a subject; of a subject's feedback each name is a
 * metric of its own.
 */
export const CALL_METRICS = [
  ...(['calls', 'errors', 'cost', 'latency', 'first_token', 'input_tokens', 'output_tokens'] as const),
] as const;
export type CallMetric = (typeof CALL_METRICS)[number];
export const FEEDBACK_PREFIX = 'feedback:';
/** Of two answers to one request: see `measure-pair.ts`. */
export type Metric = CallMetric | PairMetric | `${typeof FEEDBACK_PREFIX}${string}`;

/** Of one call. */
export interface Measurement {
  readonly metric: Metric;
  /** In whole units of `SCALES`. */
  readonly value: bigint;
  /** Also counted in a histogram. */
  readonly milliseconds?: number;
}

/** How many units of a sum are one of what is shown: USD, ln(ms), calls, tokens. */
export const UNITS_PER_ONE = { usd: 1e12, logMs: 1e6, feedback: 1e6 } as const;

/** What is shorter cannot be told apart in the log. */
const SHORTEST_MS = 0.1;

/** @returns what can be changed later, when the call is charged or estimated anew, only where that is all that is asked for */
export function measureCall(call: CountedCall, exposure: Exposure): Measurement[] {
  const { hasSubject } = exposure;
  const found: Measurement[] = [{ metric: 'calls', value: hasSubject ? 0n : 1n }];
  const failed = hasFailed(call, exposure);
  if (failed !== null) found.push({ metric: 'errors', value: failed ? 1n : 0n });
  if (isAnswered(call)) {
    found.push({ metric: 'latency', value: logOf(call.latency_ms), milliseconds: call.latency_ms });
    const { first_token_ms: firstMs } = call;
    if (call.streaming && firstMs !== null) {
      found.push({ metric: 'first_token', value: logOf(firstMs), milliseconds: firstMs });
    }
  }
  return [...found, ...measureUsage(call)];
}

/** What a later price or estimate changes. */
export function measureUsage({ cost, input_tokens: input, output_tokens: output }: CountedCall): Measurement[] {
  const found: Measurement[] = [];
  if (cost !== null) found.push({ metric: 'cost', value: picoOf(cost) });
  if (input !== null) found.push({ metric: 'input_tokens', value: BigInt(input) });
  if (output !== null) found.push({ metric: 'output_tokens', value: BigInt(output) });
  return found;
}

/**
 * Null for what says nothing of the arm: what the caller did wrong, gave up or sent to the arm's open breaker, and what the
 * shutdown cut. The same as the guard of rollouts counts.
 */
function hasFailed(call: CountedCall, { outcome }: Exposure): boolean | null {
  if (outcome === 'failed') return true;
  const { status, error_code: code, aborted } = call;
  if (outcome === 'passed_over' || aborted || code === 'cut_by_shutdown') return null;
  if (code === null) return false;
  return status < 400 || status >= 500 || status === 404 || status === 429 ? true : null;
}

function isAnswered({ error_code: code, aborted }: CountedCall): boolean {
  return code === null && !aborted;
}

/** ln of a duration, in units of a sum. */
export function logOf(milliseconds: number): bigint {
  return BigInt(Math.round(Math.log(Math.max(milliseconds, SHORTEST_MS)) * UNITS_PER_ONE.logMs));
}
