import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Rule } from '../api/collections.js';
import { rangeOf } from '../api/period.js';
import { useUsage } from '../api/usage.js';
import { drawKeysOf, movedShare } from './balance-shares.js';
import type { RuleFormValues } from './rule-arms.js';
import { servingArms } from './split.js';

interface MovedCallersProps {
  /** As it is. */
  readonly rule: Rule;
  /** As it would be. */
  readonly split: RuleFormValues['split'];
}

/** What is left of rounding is nobody. */
const NOBODY = 1e-9;

/**
 * How many callers would be served by another arm than now, against the calls of the last day. It is an estimate: the log
 * keeps a hash of who called, from which the draw, which hashes the name itself with rule and arm, cannot be made again.
 */
export function MovedCallers({ rule, split }: MovedCallersProps) {
  const range = useMemo(() => rangeOf('24h', Date.now()), []);
  const usage = useUsage({ rule: rule.id, ...range });
  const before = armsOf(
    servingArms(rule).map(({ variantId, version, weight = 0 }) => ({ variantId, version: String(version), weight })),
  );
  const after = armsOf(
    split.map(({ variantId, version, share }) => ({
      variantId: variantId ?? '',
      version,
      weight: Math.round(share * 100),
    })),
  );
  const moved = movedShare(weightsOf(before), weightsOf(after));
  const isRenewed = after.some((arm) => before.some(({ key, version }) => key === arm.key && version !== arm.version));
  return (
    <Text size="sm" mt="xs" c="dimmed" role="status">
      {describeMove(moved, usage.data?.total.requests)}
      {isRenewed && ' Callers who stay on an arm get the version that is stated for it now.'}
    </Text>
  );
}

/** @param calls of the last day; undefined while that is not known */
function describeMove(moved: number, calls: number | undefined): string {
  if (moved < NOBODY) return 'Nobody moves to another arm.';
  const move = `About ${Number((moved * 100).toFixed(2))} % of the callers move to another arm.`;
  if (calls === undefined) return move;
  const count = (value: number) => value.toLocaleString('en-US');
  return `${move} By estimate, they made ${count(Math.round(moved * calls))} of the last day's ${count(calls)} calls.`;
}

interface ArmState {
  readonly variantId: string;
  readonly version: string;
  /** In ten-thousandths. */
  readonly weight: number;
}

/** With the key that callers are drawn by. */
function armsOf(arms: readonly ArmState[]): (ArmState & { readonly key: string })[] {
  const keys = drawKeysOf(arms);
  return arms.map((arm, place) => ({ ...arm, key: keys[place] ?? '' }));
}

function weightsOf(arms: readonly { readonly key: string; readonly weight: number }[]): ReadonlyMap<string, number> {
  return new Map(arms.map(({ key, weight }) => [key, weight]));
}
