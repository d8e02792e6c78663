import type { DrawnArm } from '../../observability/log-record.js';
import type { AttemptTrace } from '../attempts/attempt-trace.js';
import type { Draw, Target } from '../planning/route-plan.js';

/** What no arm can help: the caller sent too much, or what vendors refuse. */
const CALLERS_FAULT: ReadonlySet<string | null> = new Set(['context_window', 'content_policy']);

type Tried = Pick<AttemptTrace, 'target' | 'step'>;

/**
 * The arm that was drawn, where the record does not show it already: most do.
 * @param target that the record names
 */
export function drawnArmOf(draw: Draw | null, target: Target | null, attempts: readonly Tried[]): DrawnArm | null {
  if (draw === null) return null;
  const { key, weight, version } = draw.arm;
  const isOwn = target !== null && target.weight !== null;
  if (isOwn && key === version.variantId) return null;
  const { variantId, version: number } = version;
  return { key, variantId, version: number, weight, outcome: isOwn ? 'own' : outcomeOf(draw, attempts) };
}

/** Of an arm that a fallback was called for. */
function outcomeOf({ arm }: Draw, attempts: readonly Tried[]): DrawnArm['outcome'] {
  const [first] = attempts;
  const wasCalled = first !== undefined && first.target.version === arm.version && first.step.reason !== 'skipped';
  const isCallers = attempts.some(
    ({ step: { reason, because } }) => (reason === 'fallback' || reason === 'continued') && CALLERS_FAULT.has(because),
  );
  return wasCalled && !isCallers ? 'failed' : 'passed_over';
}
