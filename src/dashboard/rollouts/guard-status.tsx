import { Table, Text } from '@mantine/core';
import { Moment } from '../components/moment.js';
import type { RolloutSummary } from './use-rollouts.js';

/** What the guard allows beside what the log says of the step. When a bound is broken the gateway decides, see docs/rollouts.md. */
export function GuardStatus({ rollout: { guard, measured } }: { rollout: RolloutSummary }) {
  if (guard === null) return <Text c="dimmed">None: it goes on whatever the arm does.</Text>;
  const { maxErrorRate, maxP95Ms, maxRelativeErrorIncrease, action } = guard;
  const rows = [
    maxErrorRate !== null && {
      bound: 'Calls that fail',
      allowed: `${percent(maxErrorRate)} at most`,
      seen: measured && `${measured.failures} of ${measured.trials}`,
    },
    maxP95Ms !== null && {
      bound: `Answers slower than ${maxP95Ms} ms`,
      allowed: '5 % at most',
      seen: measured && `${measured.slow} of ${measured.answers}`,
    },
    maxRelativeErrorIncrease !== null && {
      bound: 'Failing callers against the other arms',
      allowed: `${percent(maxRelativeErrorIncrease)} more at most`,
      seen: measured && `${measured.failures} here, ${measured.otherFailures} there`,
    },
  ].filter((row) => row !== false);
  return (
    <>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Bound</Table.Th>
            <Table.Th>Allowed</Table.Th>
            <Table.Th>Seen</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ bound, allowed, seen }) => (
            <Table.Tr key={bound}>
              <Table.Td>{bound}</Table.Td>
              <Table.Td>{allowed}</Table.Td>
              <Table.Td>{seen ?? 'nothing yet'}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">
        {action === 'rollback' ? 'Rolls back' : 'Pauses'} where a bound is certainly broken, not before.
        {measured && (
          <>
            {' '}
            Last looked <Moment time={measured.at} />.
          </>
        )}
      </Text>
    </>
  );
}

function percent(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
