import { Progress, Stack, Text, Timeline } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { Moment } from '../components/moment.js';
import type { Rollout } from './use-rollouts.js';

const MINUTE_MS = 60_000;

/** The way from the first callers to the last, and how far it is. */
export function RolloutSteps({ rollout }: { rollout: Rollout }) {
  const { steps, step, state, startAt } = rollout;
  const isOver = state === 'completed';
  return (
    <Stack gap="xs">
      {state === 'scheduled' && startAt !== null && (
        <Text size="sm">
          Begins <Moment time={startAt} />
        </Text>
      )}
      <Timeline active={isOver ? steps.length : (step ?? -1)} bulletSize={18} lineWidth={3}>
        {steps.map(({ weight, minMinutes, minRequests }, index) => (
          <Timeline.Item
            key={index}
            title={`${weight / 100} % of the callers`}
            aria-current={index === step && !isOver ? 'step' : undefined}
          >
            <Text size="sm" c="dimmed">
              for {minMinutes} minutes at least{minRequests === null ? '' : `, and until ${minRequests} calls`}
            </Text>
            {index === step && ['running', 'paused'].includes(state) && <StepProgress rollout={rollout} />}
          </Timeline.Item>
        ))}
      </Timeline>
    </Stack>
  );
}

function StepProgress({ rollout }: { rollout: Rollout }) {
  const now = useNow();
  const step = rollout.steps[rollout.step ?? 0];
  if (step === undefined || rollout.stepStartedAt === null) return null;
  const minutes = Math.max(0, (now - Date.parse(rollout.stepStartedAt)) / MINUTE_MS);
  const calls = rollout.measured?.calls ?? 0;
  return (
    <Stack gap={4} mt={4} maw={360}>
      <Part label={`${Math.floor(minutes)} of ${step.minMinutes} minutes`} done={minutes} of={step.minMinutes} />
      {step.minRequests !== null && (
        <Part label={`${calls} of ${step.minRequests} calls`} done={calls} of={step.minRequests} />
      )}
    </Stack>
  );
}

function Part({ label, done, of }: { label: string; done: number; of: number }) {
  return (
    <div>
      <Text size="xs">{label}</Text>
      <Progress value={of === 0 ? 100 : Math.min(100, (100 * done) / of)} aria-label={label} />
    </div>
  );
}

const EVERY_MS = 1_000;

function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), EVERY_MS, { autoInvoke: true });
  return now;
}
