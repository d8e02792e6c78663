import { hash } from 'node:crypto';
import type { ShadowArm } from '../../configs/snapshot/config-snapshot.js';

/** Ten-thousandths. */
const WHOLE = 10_000;

export interface WeightedArm {
  readonly key: string;
  readonly weight: number;
}

/**
 * Weighted rendezvous hashing: the same subject gets the same arm on every replica, and changing a weight moves only
 * the subjects it must.
 * @see https://en.wikipedia.org/wiki/Rendezvous_hashing#Weighted_rendezvous_hash
 *
 * @returns the drawn arm, undefined where no arm has weight
 */
export function drawArm<Arm extends WeightedArm>(
  ruleId: string,
  arms: readonly Arm[],
  subject: string,
): Arm | undefined {
  const weighted = arms.filter((arm) => arm.weight > 0);
  if (weighted.length <= 1) return weighted[0];
  let best: Arm | undefined;
  let bestScore = -Infinity;
  for (const arm of weighted) {
    const score = arm.weight / -Math.log(uniform(`${ruleId}\n${arm.key}\n${subject}`));
    if (score > bestScore) {
      bestScore = score;
      best = arm;
    }
  }
  return best;
}

/**
 * Whether a shadow gets a copy of a request: by the request's id, so that each is drawn alone and whoever asks again gets
 * the same answer, and by other text than the arms that serve, so that all of them lend it the same part of their calls.
 */
export function drawsShadow(ruleId: string, { share, version }: ShadowArm, requestId: string): boolean {
  return uniform(`${ruleId}\nshadow\n${version.variantId}\n${requestId}`) < share / WHOLE;
}

/** 52 bits of a SHA-256 as a number strictly between 0 and 1. */
function uniform(text: string): number {
  const bits = Number.parseInt(hash('sha256', text, 'hex').slice(0, 13), 16);
  return (bits + 0.5) / 2 ** 52;
}
