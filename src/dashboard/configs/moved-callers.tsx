import { Text } from '@mantine/core';
import { useMemo } from 'react';
import type { Rule } from '../api/collections.js';
import { rangeOf } from '../api/period.js';
import { useUsage } from '../api/usage.js';
import { movedShare } from './balance-shares.js';
import type { RuleFormValues } from './rule-arms.js';

interface MovedCallersProps {
  /** As it is. */
  readonly rule: Rule;
  /** As it would be. */
  readonly split: RuleFormValues['split'];
}

/** How many callers would be served by another arm than now, against the calls of the last day. */
export function MovedCallers({ rule, split }: MovedCallersProps) {
  const range = useMemo(() => rangeOf('24h', Date.now()), []);
  const usage = useUsage({ rule: rule.id, ...range });
  const before = sharesOf(rule.split.map(({ variantId, version, weight = 0 }) => [`${variantId} ${version}`, weight]));
  const after = sharesOf(
    split.map(({ variantId, version, share }) => [`${variantId ?? ''} ${version}`, Math.round(share * 100)]),
  );
  const moved = movedShare(before, after);
  const calls = usage.data?.total.requests;
  const percent = `${Number((moved * 100).toFixed(2))} %`;
  return (
    <Text size="sm" mt="xs" c="dimmed" role="status">
      {moved === 0 ? 'Nobody moves to another arm.' : `${percent} of the callers move to another arm.`}
      {moved > 0 &&
        calls !== undefined &&
        ` They made about ${Math.round(moved * calls)} of the last day's ${calls} calls.`}
    </Text>
  );
}

function sharesOf(arms: readonly (readonly [string, number])[]): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [arm, share] of arms) shares.set(arm, (shares.get(arm) ?? 0) + share);
  return shares;
}
