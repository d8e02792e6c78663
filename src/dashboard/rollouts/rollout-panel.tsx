import { Alert, Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useConfigs, useEnvironments, useVariants } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { QueryView } from '../components/query-view.js';
import { ArmTotals } from './arm-totals.js';
import { GuardStatus } from './guard-status.js';
import { RolloutState } from './rollout-state.js';
import { RolloutSteps } from './rollout-steps.js';
import { ACTIONS, useRollout, useRolloutAction, type Rollout, type RolloutSummary } from './use-rollouts.js';

/** One rollout. Its rule's latest may be another one by now, which is said then. */
export function RolloutPanel({ summary }: { summary: RolloutSummary }) {
  const result = useRollout(summary);
  return (
    <QueryView result={result}>
      {(latest) =>
        latest.id === summary.id ? (
          <RolloutView rollout={latest} />
        ) : (
          <Alert color="gray" title="The rule has another rollout by now">
            This one is {summary.state.replace('_', ' ')}. Its steps are in the history of the config.
          </Alert>
        )
      }
    </QueryView>
  );
}

function RolloutView({ rollout }: { rollout: Rollout }) {
  return (
    <Stack gap="xl">
      <Stack gap="xs">
        <What rollout={rollout} />
        {rollout.reason !== null && (
          <Alert color={rollout.state === 'rolled_back' ? 'red' : 'gray'} title={rollout.state.replace('_', ' ')}>
            {rollout.reason}
          </Alert>
        )}
        <Actions rollout={rollout} />
      </Stack>
      <Section title="Steps">
        <RolloutSteps rollout={rollout} />
      </Section>
      <Section title="Guard">
        <GuardStatus rollout={rollout} />
      </Section>
      <Section title="Arms">
        <ArmTotals rollout={rollout} />
      </Section>
      <Section title="What happened">
        <Entries rollout={rollout} />
      </Section>
    </Stack>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        {title}
      </Title>
      {children}
    </section>
  );
}

function What({ rollout }: { rollout: Rollout }) {
  const { configId, environmentId, variantId, version, weight } = rollout;
  const variant = useVariants().data?.items.find(({ id }) => id === variantId);
  const config = useConfigs().data?.items.find(({ id }) => id === configId);
  const environment = useEnvironments().data?.items.find(({ id }) => id === environmentId);
  return (
    <Group gap="xs">
      <RolloutState rollout={rollout} />
      <Text size="sm">
        {variant?.name ?? variantId}, version {version}, for {weight / 100} % of the callers of{' '}
        <Anchor
          component={Link}
          size="sm"
          to="/configs/$configId"
          params={{ configId } as never}
          search={{ environment: environmentId } as never}
        >
          {config?.name ?? configId}
        </Anchor>{' '}
        in {environment?.name ?? environmentId}
      </Text>
    </Group>
  );
}

/** Those that its state allows. What moves callers at once is asked for twice. */
function Actions({ rollout }: { rollout: Rollout }) {
  const act = useRolloutAction(rollout);
  const last = rollout.steps.at(-1)?.weight ?? 0;
  const questions = {
    complete: `${last / 100} % of the rule's callers get this version at once, and the rollout ends.`,
    rollback: 'The rule gets the split that it had before the rollout, at once, and the rollout ends.',
  };
  const ask = (action: 'complete' | 'rollback', label: string) =>
    confirmDestructive({
      title: `${label} this rollout?`,
      text: questions[action],
      confirm: label,
      onConfirm: () => act.mutate({ action }),
    });
  return (
    <Group gap="xs">
      {ACTIONS.filter(({ from }) => from.includes(rollout.state)).map(({ action, label }) => (
        <Button
          key={action}
          size="xs"
          variant={action === 'rollback' ? 'light' : 'default'}
          {...(action === 'rollback' && { color: 'red' })}
          disabled={act.isPending}
          onClick={() => (action === 'complete' || action === 'rollback' ? ask(action, label) : act.mutate({ action }))}
        >
          {label}
        </Button>
      ))}
    </Group>
  );
}

function Entries({ rollout: { history } }: { rollout: Rollout }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th ta="right">Callers</Table.Th>
            <Table.Th>Who, and why</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {history.toReversed().map(({ historyId, at, action, weight, by, reason }) => (
            <Table.Tr key={historyId}>
              <Table.Td>
                <Moment time={at} />
              </Table.Td>
              <Table.Td>{action.replace('rollout.', '').replace('_', ' ')}</Table.Td>
              <Table.Td ta="right">{weight / 100} %</Table.Td>
              <Table.Td>{[by === 'rollout' ? 'by itself' : by, reason].filter(Boolean).join(': ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
