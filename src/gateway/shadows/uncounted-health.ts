import type { AttemptHealth } from '../attempts/attempt-runner.js';
import type { TargetHealth } from '../attempts/target-health.js';

/**
 * What becomes of copies tells nothing of a target's health: however they fail, no breaker opens for callers by it, and
 * they use up no retries of theirs.
 */
export class UncountedHealth implements AttemptHealth {
  constructor(private readonly health: Pick<TargetHealth, 'allowsRetry'>) {}

  admits(): boolean {
    return true;
  }

  allowsRetry(...[target]: Parameters<TargetHealth['allowsRetry']>): boolean {
    return this.health.allowsRetry(target);
  }

  note(): void {
    // Told to nobody.
  }

  forget(): void {
    // Told to nobody.
  }
}
