import { Badge, Button, Center, Loader, Table, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { Moment } from '../components/moment.js';
import { Money } from '../components/money.js';

interface LogTableProps {
  readonly rows: readonly Schemas['RequestView'][];
  readonly open: string | undefined;
  readonly isLoading: boolean;
  readonly onOpen: (requestId: string) => void;
  /** Null where these are all. */
  readonly more: { readonly load: () => void; readonly isLoading: boolean } | null;
}

export function LogTable({ rows, open, isLoading, onOpen, more }: LogTableProps) {
  if (isLoading) {
    return (
      <Center p="xl">
        <Loader aria-label="Loading" />
      </Center>
    );
  }
  if (rows.length === 0)
    return <Text c="dimmed">No request matches. A call appears here a moment after its answer.</Text>;
  return (
    <>
      <Table.ScrollContainer minWidth={960}>
        <Table highlightOnHover stickyHeader>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Time</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Environment</Table.Th>
              <Table.Th>Asked</Table.Th>
              <Table.Th>Served by</Table.Th>
              <Table.Th ta="right">Tokens</Table.Th>
              <Table.Th ta="right">Cost</Table.Th>
              <Table.Th ta="right">Latency</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row) => (
              <Table.Tr
                key={row.requestId}
                bg={row.requestId === open ? 'var(--mantine-primary-color-light)' : undefined}
              >
                <Table.Td>
                  <Moment time={row.startedAt} />
                </Table.Td>
                <Table.Td>
                  <UnstyledButton onClick={() => onOpen(row.requestId)}>
                    <StatusBadge row={row} />
                    <VisuallyHidden>open request {row.requestId}</VisuallyHidden>
                  </UnstyledButton>
                </Table.Td>
                <Table.Td>{row.environment.name}</Table.Td>
                <Table.Td>{row.modelRequested ?? row.config?.name ?? '–'}</Table.Td>
                <Table.Td>{row.provider === null ? '–' : `@${row.provider.name}/${row.model ?? ''}`}</Table.Td>
                <Table.Td ta="right">
                  {row.tokens.input ?? '?'} → {row.tokens.output ?? '?'}
                </Table.Td>
                <Table.Td ta="right">
                  <Money amount={row.cost} />
                </Table.Td>
                <Table.Td ta="right">{Math.round(row.latencyMs)} ms</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {more && (
        <Center mt="md">
          <Button variant="default" onClick={more.load} loading={more.isLoading}>
            Older requests
          </Button>
        </Center>
      )}
    </>
  );
}

export function StatusBadge({
  row: { status, errorCode, aborted },
}: {
  row: Pick<Schemas['RequestView'], 'status' | 'errorCode' | 'aborted'>;
}) {
  const isBroken = status >= 400 || errorCode !== null;
  const color = aborted ? 'yellow' : isBroken ? 'red' : 'green';
  return (
    <Badge color={color} variant="light" style={{ cursor: 'pointer' }}>
      {status} {aborted ? 'left' : (errorCode ?? '')}
    </Badge>
  );
}
