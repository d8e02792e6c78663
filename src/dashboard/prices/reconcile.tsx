import { Alert, Badge, Button, FileInput, Group, MultiSelect, Stack, Table, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas } from '../api/client.js';
import { useProviders } from '../api/collections.js';
import { Money } from '../components/money.js';
import { ProblemAlert } from '../components/problem-alert.js';

type Gap = Schemas['GapView'];

/** A vendor's export beside the log, by model. Nothing is changed. */
export function Reconcile() {
  const [file, setFile] = useState<File | null>(null);
  const [chosen, setChosen] = useState<string[]>([]);
  const providers = useProviders().data?.items ?? [];
  const compare = useMutation<Schemas['ReconciliationView'], unknown, File>({
    mutationFn: (bill) => send(bill, chosen),
  });
  return (
    <Stack>
      <Group align="flex-end">
        <FileInput
          label="The vendor's export"
          description="A page of its usage or costs API (JSON), or its console's CSV"
          placeholder="Choose a file"
          accept=".json,.csv,application/json,text/csv"
          clearable
          value={file}
          onChange={setFile}
          w={360}
        />
        <MultiSelect
          label="Of these providers"
          placeholder={chosen.length === 0 ? 'all of the vendor' : ''}
          data={providers.map(({ slug }) => slug)}
          value={chosen}
          onChange={setChosen}
          w={260}
        />
        <Button disabled={file === null} loading={compare.isPending} onClick={() => file && compare.mutate(file)}>
          Compare
        </Button>
      </Group>
      {compare.isError && <ProblemAlert error={compare.error} />}
      {compare.data ? (
        <Comparison view={compare.data} />
      ) : (
        <Text c="dimmed">Days and models of the bill are compared with the log. The file is not kept.</Text>
      )}
    </Stack>
  );
}

async function send(bill: File, providers: readonly string[]): Promise<Schemas['ReconciliationView']> {
  const type = bill.name.toLowerCase().endsWith('.csv') ? 'text/csv' : 'application/json';
  const text = await bill.text();
  const { data, error } = await api.POST('/llmops/api/admin/v1/prices/reconcile', {
    params: { query: providers.length > 0 ? { provider: providers.join(',') } : {} },
    body: text,
    bodySerializer: () => text,
    headers: { 'content-type': type },
  });
  if (data === undefined) throw error;
  return data;
}

const COLORS: Readonly<Record<Gap['status'], string>> = {
  equal: 'green',
  differs: 'yellow',
  'missing-in-ours': 'red',
  'missing-in-theirs': 'red',
};

function Comparison({ view }: { view: Schemas['ReconciliationView'] }) {
  const { vendor, format, firstDay, lastDay, isOpen, tolerance, total, models } = view;
  return (
    <>
      <Text size="sm">
        {vendor}, {format}, {firstDay} to {lastDay} (UTC); gaps up to {tolerance} % are none.
      </Text>
      {isOpen && <Alert color="yellow">The last day is not over: either side may still grow.</Alert>}
      <Table.ScrollContainer minWidth={720}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Model</Table.Th>
              <Table.Th />
              <Table.Th ta="right">Our cost</Table.Th>
              <Table.Th ta="right">Theirs</Table.Th>
              <Table.Th ta="right">Gap</Table.Th>
              <Table.Th ta="right">Tokens in: ours, theirs</Table.Th>
              <Table.Th ta="right">Out: ours, theirs</Table.Th>
              <Table.Th ta="right">Our unpriced calls</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {models.map((gap) => (
              <GapRow key={gap.model} gap={gap} label={gap.model} />
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <GapRow gap={total} label="Total" />
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}

function GapRow({ gap: { status, cost, tokens, unpricedRequests }, label }: { gap: Gap; label: string }) {
  return (
    <Table.Tr>
      <Table.Td>{label}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={COLORS[status]}>
          {status.replaceAll('-', ' ')}
        </Badge>
      </Table.Td>
      <Table.Td ta="right">{cost ? <Money amount={cost.ours} /> : '–'}</Table.Td>
      <Table.Td ta="right">{cost ? <Money amount={cost.theirs} /> : '–'}</Table.Td>
      <Table.Td ta="right">
        {cost ? <Money amount={cost.gap} /> : '–'}
        {cost?.gapPercent != null && ` (${cost.gapPercent} %)`}
      </Table.Td>
      <Table.Td ta="right">{both(tokens.input)}</Table.Td>
      <Table.Td ta="right">{both(tokens.output)}</Table.Td>
      <Table.Td ta="right">{unpricedRequests.toLocaleString('en-US')}</Table.Td>
    </Table.Tr>
  );
}

function both(gap: Schemas['CountGapView'] | null): string {
  if (gap === null) return '–';
  return `${gap.ours?.toLocaleString('en-US') ?? '–'}, ${gap.theirs.toLocaleString('en-US')}`;
}
