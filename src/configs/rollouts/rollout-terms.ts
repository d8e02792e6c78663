import type { RolloutArm } from './check-rollout.js';
import type { Guard } from './find-breach.js';
import type { GuardBody, PutRolloutBody } from './rollout.dto.js';
import type { Rollout } from './rollout.entity.js';

/** What is asked for, as plain values. */
export type RolloutTerms = Pick<Rollout, 'variantId' | 'version' | 'steps' | 'guard' | 'startAt'>;

export function toTerms({ variantId, version }: RolloutArm, { steps, guard, startAt }: PutRolloutBody): RolloutTerms {
  return {
    ...{ variantId, version },
    steps: steps.map(({ weight, minMinutes, minRequests }) => ({
      ...{ weight, minMinutes },
      ...(minRequests !== undefined && { minRequests }),
    })),
    guard: guard ? toGuard(guard) : null,
    startAt: startAt ? new Date(startAt) : null,
  };
}

function toGuard({ maxErrorRate, maxP95Ms, maxRelativeErrorIncrease, action = 'rollback' }: GuardBody): Guard {
  return {
    ...(maxErrorRate !== undefined && { maxErrorRate }),
    ...(maxP95Ms !== undefined && { maxP95Ms }),
    ...(maxRelativeErrorIncrease !== undefined && { maxRelativeErrorIncrease }),
    action,
  };
}
