import { Table, Text } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { useUsage } from '../api/usage.js';
import { Money } from '../components/money.js';
import { QueryView } from '../components/query-view.js';
import type { Rollout } from './use-rollouts.js';

const REFRESH_MS = 10_000;

/** What each arm of the rule has done since the rollout began, from the log. */
export function ArmTotals({ rollout }: { rollout: Rollout }) {
  const { ruleId, createdAt } = rollout;
  const parameters = { rule: ruleId, from: createdAt, groupBy: 'variant,version' };
  const usage = useUsage(parameters, { refreshMs: REFRESH_MS });
  return (
    <QueryView result={usage}>
      {({ items }) =>
        items.length === 0 ? (
          <Text c="dimmed">No call of the rule since it began.</Text>
        ) : (
          <Table.ScrollContainer minWidth={520}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Arm</Table.Th>
                  <Table.Th ta="right">Calls</Table.Th>
                  <Table.Th ta="right">Errors</Table.Th>
                  <Table.Th ta="right">p95</Table.Th>
                  <Table.Th ta="right">Cost</Table.Th>
                  <Table.Th ta="right">Per call</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((item) => (
                  <ArmRow key={JSON.stringify(item.group)} item={item} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )
      }
    </QueryView>
  );
}

function ArmRow({ item }: { item: Schemas['UsageGroupView'] }) {
  const { group, requests, errors, cost, latencyMs, unpricedRequests } = item;
  const priced = requests - unpricedRequests;
  return (
    <Table.Tr>
      <Table.Td>
        {group['variant'] ?? 'none'}
        {group['version'] != null && `, version ${group['version']}`}
      </Table.Td>
      <Table.Td ta="right">{requests.toLocaleString('en-US')}</Table.Td>
      <Table.Td ta="right">
        {errors.toLocaleString('en-US')}
        {requests > 0 && ` (${Math.round((1000 * errors) / requests) / 10} %)`}
      </Table.Td>
      <Table.Td ta="right">{latencyMs.p95 === null ? '–' : `${Math.round(latencyMs.p95)} ms`}</Table.Td>
      <Table.Td ta="right">
        <Money amount={cost} />
      </Table.Td>
      <Table.Td ta="right">
        <Money amount={cost === null || priced === 0 ? null : String(Number(cost) / priced)} />
      </Table.Td>
    </Table.Tr>
  );
}
