import { ApiProperty } from '@nestjs/swagger';
import type { HealthNow } from './attempts/target-health.js';

const STATES = ['closed', 'open', 'half-open'] as const;

export class LastErrorView {
  @ApiProperty({ format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, nullable: true, example: 'upstream_error' })
  code: string | null;

  /** In the vendor's words where it has said any. */
  @ApiProperty({ example: 'The provider failed or is overloaded (503).' })
  message: string;
}

export class ModelHealthView {
  @ApiProperty({ example: 'gpt-4o-mini' })
  model: string;

  /** `open`: calls that may go to another target pass this one over. `half-open`: one of them may go out, as a probe. */
  @ApiProperty({ enum: STATES })
  state: (typeof STATES)[number];

  /** Why it opened; null where it is closed. */
  @ApiProperty({ enum: ['errors', 'credentials', 'retry-after'], nullable: true })
  reason: string | null;

  /** Until the next probe; null where it is not open. */
  @ApiProperty({ type: Number, nullable: true })
  probeInMs: number | null;

  /** Of the last ten seconds. */
  @ApiProperty({ type: 'integer' })
  calls: number;

  /** Failed calls as a share of all, of the last ten seconds; null where there were none. */
  @ApiProperty({ type: Number, nullable: true, example: 0.05 })
  errorRatio: number | null;

  /** Until an answer began, of the last 256 calls; null where there were none. */
  @ApiProperty({ type: Number, nullable: true })
  p50Ms: number | null;

  @ApiProperty({ type: Number, nullable: true })
  p99Ms: number | null;

  @ApiProperty({ type: LastErrorView, nullable: true })
  lastError: LastErrorView | null;
}

export class ProviderHealthView {
  /** Of the process that answers: each has its own, and tells the others only of breakers that open. */
  @ApiProperty({ type: [ModelHealthView] })
  models: ModelHealthView[];
}

export function toModelHealthView(model: string, health: HealthNow): ModelHealthView {
  const { breaker, calls, errors, latencies, lastError } = health;
  return {
    model,
    state: breaker.state,
    reason: breaker.state === 'closed' ? null : breaker.reason,
    probeInMs: health.probeInMs,
    calls,
    errorRatio: calls === 0 ? null : errors / calls,
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    lastError: lastError && { ...lastError, at: lastError.at.toISOString() },
  };
}

function quantile(sorted: readonly number[], share: number): number | null {
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return value === undefined ? null : Math.round(value * 10) / 10;
}
