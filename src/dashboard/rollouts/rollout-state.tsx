import { Badge } from '@mantine/core';
import type { RolloutSummary } from './use-rollouts.js';

const COLORS: Readonly<Record<string, string>> = {
  scheduled: 'gray',
  running: 'indigo',
  paused: 'yellow',
  completed: 'green',
  rolled_back: 'red',
  replaced: 'gray',
};

export function RolloutState({ rollout: { state } }: { rollout: Pick<RolloutSummary, 'state'> }) {
  return (
    <Badge variant="light" color={COLORS[state] ?? 'gray'}>
      {state.replace('_', ' ')}
    </Badge>
  );
}
