import { parseUsd } from '../../catalog/parse-usd.js';
import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { ArmBody, FallbackBody } from './targeting-rule.dto.js';

const WHOLE = 10_000;
/** Of a rule: each is a call of a vendor more for what one caller asks. */
const MAX_SHADOWS = 3;

/** What is wrong with a split beyond the form of its members: which of them an arm has, their sum, and arms that are alike. */
export function checkSplit(split: readonly ArmBody[]): FieldError[] {
  if (split.length === 0) return [];
  const members = split.flatMap((arm, index) => (isShadow(arm) ? checkShadow(arm, index) : checkServing(arm, index)));
  return [...members, ...checkSum(split), ...checkShadows(split), ...checkRepeats('split', split)];
}

/** Two targets of the same content; of a split two arms that the draw could not tell apart. A shadow may be of an arm's. */
export function checkRepeats(field: string, targets: readonly (ArmBody | FallbackBody)[]): FieldError[] {
  const seen = new Set<string>();
  return targets.flatMap((target, index) => {
    const { variantId, version = 'latest' } = target;
    const key = isShadow(target) ? `shadow:${variantId.toLowerCase()}` : `${variantId.toLowerCase()}:${version}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    const detail = isShadow(target)
      ? 'a rule has one shadow of a variant: what its calls may cost is counted by variant'
      : 'the same variant and version is named twice';
    return [{ pointer: toPointer([field, String(index)]), detail }];
  });
}

function isShadow(arm: ArmBody | FallbackBody): boolean {
  return 'serve' in arm && arm.serve === false;
}

function checkServing({ weight, share, maxDailyCost }: ArmBody, index: number): FieldError[] {
  const only = 'only a shadow has it: leave it out, or set "serve": false';
  const missing = 'it is required: ten-thousandths of the callers. An arm that serves nobody has "serve": false';
  return [
    ...(weight === undefined ? [at(index, 'weight', missing)] : []),
    ...(share === undefined ? [] : [at(index, 'share', only)]),
    ...(maxDailyCost === undefined ? [] : [at(index, 'maxDailyCost', only)]),
  ];
}

function checkShadow({ weight, share, maxDailyCost }: ArmBody, index: number): FieldError[] {
  const noShare = 'it is required of a shadow: ten-thousandths of the calls of the rule that it gets a copy of';
  const noCost = 'it is required of a shadow: USD that its calls may cost on one day, such as "5.00"';
  return [
    ...(weight === undefined ? [] : [at(index, 'weight', 'a shadow serves nobody: leave the weight out')]),
    ...(share === undefined ? [at(index, 'share', noShare)] : []),
    ...(maxDailyCost === undefined ? [at(index, 'maxDailyCost', noCost)] : []),
    ...(parseUsd(maxDailyCost) === 0n ? [at(index, 'maxDailyCost', 'it must be more than 0')] : []),
  ];
}

function checkSum(split: readonly ArmBody[]): FieldError[] {
  const serving = split.filter((arm) => !isShadow(arm));
  if (serving.length === 0) return [{ pointer: '/split', detail: 'one arm at least must serve callers' }];
  // Said of the arm already.
  if (serving.some(({ weight }) => weight === undefined)) return [];
  const sum = serving.reduce((total, { weight = 0 }) => total + weight, 0);
  return sum === WHOLE ? [] : [{ pointer: '/split', detail: `the weights must sum to ${WHOLE}; these sum to ${sum}` }];
}

function checkShadows(split: readonly ArmBody[]): FieldError[] {
  const count = split.filter(isShadow).length;
  return count <= MAX_SHADOWS
    ? []
    : [{ pointer: '/split', detail: `a rule has ${MAX_SHADOWS} shadows at most; these are ${count}` }];
}

function at(index: number, name: keyof ArmBody, detail: string): FieldError {
  return { pointer: toPointer(['split', String(index), name]), detail };
}
