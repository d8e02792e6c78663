import type { RequestLogRecord, ServedCall } from '../../observability/log-record.js';
import type { CallResult } from '../attempts/attempt-runner.js';
import type { RoutePlan } from '../planning/route-plan.js';
import { drawnArmOf } from '../recording/drawn-arm.js';

/**
 * What a copy is compared with. Null where the arm that the call was drawn to was not called, or could not help what became
 * of it: there is nothing to compare.
 * @param record of the call
 */
export function toServedCall({ call, attempts, target }: CallResult, record: RequestLogRecord): ServedCall | null {
  const arm = call.plan.draw?.arm ?? onlyArmOf(call.plan);
  if (arm === null) return null;
  const answered = attempts.findLast(({ meter }) => meter !== null)?.target ?? target;
  const outcome = drawnArmOf({ splitId: '', arm }, answered, attempts)?.outcome ?? 'own';
  if (outcome === 'passed_over') return null;
  return {
    key: arm.key,
    variantId: arm.version.variantId,
    version: arm.version.version,
    failed: outcome === 'failed',
    latencyMs: record.latency_ms,
    firstTokenMs: record.streaming ? record.first_token_ms : null,
    inputTokens: record.input_tokens,
    outputTokens: record.output_tokens,
    cost: record.cost,
  };
}

/** Of a rule that has nothing to draw. */
function onlyArmOf({ targets, passedOver }: RoutePlan) {
  const only = [...targets, ...passedOver].find(({ weight }) => weight !== null);
  if (only === undefined || only.version === null || only.weight === null) return null;
  return { key: only.version.variantId, weight: only.weight, version: only.version };
}
