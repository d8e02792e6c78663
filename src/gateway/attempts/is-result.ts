import type { CallResult } from './attempt-runner.js';
import type { PlannedCall } from '../planning/route-plan.js';

/** The interceptors see `unknown`; these tell what stage a value comes from. */
export function isCallResult(value: unknown): value is CallResult {
  return typeof value === 'object' && value !== null && 'attempts' in value && 'call' in value;
}

export function isPlannedCall(value: unknown): value is PlannedCall {
  return typeof value === 'object' && value !== null && 'plan' in value && 'context' in value;
}
