import { Code, Group, Stack, Table, Text } from '@mantine/core';
import { query } from '../api/client.js';
import { toProblem } from '../api/problem.js';
import { LinkAnchor } from '../components/links.js';
import { Money } from '../components/money.js';
import { AttemptList } from '../log/attempt-list.js';

const TRIES = 15;
const RETRY_MS = 1_000;

/** What the log says of the call, a moment after it: attempts, tokens and cost. */
export function CallRecord({ requestId }: { requestId: string }) {
  const { data, isError } = query.useQuery(
    'get',
    '/llmops/api/admin/v1/requests/{requestId}',
    { params: { path: { requestId } } },
    {
      // The log is written in the background.
      retry: (failures, error) => failures < TRIES && [0, 404].includes(toProblem(error).status),
      retryDelay: RETRY_MS,
    },
  );
  return (
    <Stack gap="xs">
      {data && (
        <>
          <AttemptList attempts={data.attempts} startedAt={data.startedAt} latencyMs={data.latencyMs} />
          <Table withRowBorders={false} verticalSpacing={2}>
            <Table.Tbody>
              <Table.Tr>
                <Table.Td>Tokens</Table.Td>
                <Table.Td ta="right">
                  {data.tokens.input ?? '–'} in, {data.tokens.output ?? '–'} out
                </Table.Td>
              </Table.Tr>
              <Table.Tr>
                <Table.Td>Cost</Table.Td>
                <Table.Td ta="right">
                  <Money amount={data.cost} />
                </Table.Td>
              </Table.Tr>
            </Table.Tbody>
          </Table>
        </>
      )}
      <Group gap="xs">
        <LinkAnchor size="sm" to="/log" search={{ open: requestId } as never}>
          In the log
        </LinkAnchor>
        <Code>{requestId}</Code>
        {isError && (
          <Text size="sm" c="dimmed">
            It is not in the log yet.
          </Text>
        )}
      </Group>
    </Stack>
  );
}
