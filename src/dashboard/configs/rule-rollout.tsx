import { Group, Stack, Text } from '@mantine/core';
import { LinkAnchor } from '../components/links.js';
import { GuardStatus } from '../rollouts/guard-status.js';
import { RolloutState } from '../rollouts/rollout-state.js';
import { useRollouts } from '../rollouts/use-rollouts.js';

/** A rule's latest rollout and what its guard sees; nothing where the rule has none. */
export function RuleRollout({ ruleId }: { ruleId: string }) {
  // The newest first.
  const rollout = useRollouts().data?.items.find((each) => each.ruleId === ruleId);
  if (rollout === undefined) return null;
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <RolloutState rollout={rollout} />
        <LinkAnchor to="/rollouts" search={{ open: rollout.id }} size="sm">
          Rollout of version {rollout.version}
        </LinkAnchor>
        <Text size="sm">at {rollout.weight / 100} %</Text>
      </Group>
      {rollout.reason !== null && <Text size="sm">{rollout.reason}</Text>}
      <GuardStatus rollout={rollout} />
    </Stack>
  );
}
