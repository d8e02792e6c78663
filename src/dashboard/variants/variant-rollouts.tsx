import { Group, Stack, Text } from '@mantine/core';
import { LinkAnchor } from '../components/links.js';
import { RolloutState } from '../rollouts/rollout-state.js';
import { useRollouts } from '../rollouts/use-rollouts.js';

const UNDER_WAY: readonly string[] = ['scheduled', 'running', 'paused'];

/** Rollouts of a variant's versions that have not ended. */
export function VariantRollouts({ variantId }: { variantId: string }) {
  const rollouts = useRollouts().data?.items ?? [];
  const own = rollouts.filter((rollout) => rollout.variantId === variantId && UNDER_WAY.includes(rollout.state));
  return (
    <Stack gap="xs" mt="xs">
      {own.map((rollout) => (
        <Group key={rollout.id} gap="xs">
          <RolloutState rollout={rollout} />
          <Text size="sm">
            <LinkAnchor to="/rollouts" search={{ open: rollout.id }} size="sm">
              Rollout of version {rollout.version}
            </LinkAnchor>
            , at {rollout.weight / 100} %
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
