import type { Settled } from './attempt-runner.js';
import type { PlannedCall } from '../planning/route-plan.js';

/** The interceptors see `unknown`; these tell what stage a value comes from. */
export function isSettled(value: unknown): value is Settled {
  return typeof value === 'object' && value !== null && 'attempts' in value && 'call' in value;
}

export function isPlannedCall(value: unknown): value is PlannedCall {
  return typeof value === 'object' && value !== null && 'plan' in value && 'exchange' in value;
}
