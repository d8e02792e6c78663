import { Alert, Button, Group, Stack, Table, Text, TextInput, Title } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { Money } from '../components/money.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { RerateResult } from './rerate-result.js';
import '@mantine/dates/styles.css';

const WEEK_MS = 7 * 24 * 3_600_000;

interface Terms {
  readonly from: string;
  readonly to: string;
  readonly filters: Record<string, string>;
}

/** What the calls of a period would cost by the prices of now, which have no price and why; and then so charged. */
export function Rerate() {
  const [from, setFrom] = useState<string | null>(() => new Date(Date.now() - WEEK_MS).toISOString());
  const [to, setTo] = useState<string | null>(() => new Date().toISOString());
  const [provider, setProvider] = useState('');
  const [model, setModel] = useState('');
  const saved = useSaved();
  const preview = query.useMutation('post', '/llmops/api/admin/v1/prices/rerate');
  const rerate = query.useMutation('post', '/llmops/api/admin/v1/prices/rerate', {
    onSuccess: ({ state, total }) =>
      saved(state === 'running' ? 'Charging goes on by itself' : `${total.changed} calls are charged anew`),
  });
  const terms: Terms | null = from === null || to === null ? null : { from: iso(from), to: iso(to), filters: {} };
  const stated = {
    ...terms,
    filters: { ...(provider !== '' && { provider }), ...(model !== '' && { model }) },
  };
  const shown = rerate.data ?? preview.data;
  const ask = (result: Schemas['RerateView']) =>
    confirmDestructive({
      title: 'Charge these calls again?',
      text: `${result.total.changed} calls get another cost, ${difference(result.total.difference)} in all, and ${result.total.newlyPriced} of them their first. The log and the totals show it from then on.`,
      confirm: 'Charge them again',
      onConfirm: () => rerate.mutate({ body: { from: result.from, to: result.to, filters: result.filters } }),
    });
  return (
    <Stack>
      <Group align="flex-end">
        <DateTimePicker label="From" value={from} onChange={setFrom} w={200} />
        <DateTimePicker label="Until" value={to} onChange={setTo} w={200} />
        <TextInput
          label="Provider"
          placeholder="all"
          value={provider}
          onChange={(event) => setProvider(event.currentTarget.value)}
        />
        <TextInput
          label="Model"
          placeholder="all"
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
        />
        <Button
          disabled={terms === null}
          loading={preview.isPending}
          onClick={() => {
            rerate.reset();
            preview.mutate({ body: { ...stated, preview: true } as never });
          }}
        >
          Preview
        </Button>
      </Group>
      {preview.isError && <ProblemAlert error={preview.error} />}
      {rerate.isError && <ProblemAlert error={rerate.error} />}
      {shown === undefined && (
        <Text c="dimmed">
          A preview says which calls have no price and why, and what the prices of now would change.
        </Text>
      )}
      {shown?.state === 'running' && <Alert title="Not done yet">It goes on by itself; see below.</Alert>}
      {shown && <RerateResult result={shown} />}
      {preview.data && rerate.data === undefined && preview.data.total.changed > 0 && (
        <Group>
          <Button loading={rerate.isPending} onClick={() => ask(preview.data)}>
            Charge {preview.data.total.changed} calls again
          </Button>
        </Group>
      )}
      <Reratings />
    </Stack>
  );
}

const REFRESH_MS = 5_000;

function Reratings() {
  const list = query.useQuery('get', '/llmops/api/admin/v1/prices/reratings', undefined, {
    refetchInterval: REFRESH_MS,
  });
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Charged again before
      </Title>
      <QueryView result={list}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Never.</Text>
          ) : (
            <Table.ScrollContainer minWidth={640}>
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>When</Table.Th>
                    <Table.Th>State</Table.Th>
                    <Table.Th>Calls of</Table.Th>
                    <Table.Th ta="right">Changed</Table.Th>
                    <Table.Th ta="right">Difference</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {items.map(({ id, createdAt, state, from, to, total, error }) => (
                    <Table.Tr key={id}>
                      <Table.Td>
                        <Moment time={createdAt} />
                      </Table.Td>
                      <Table.Td>{error ?? state}</Table.Td>
                      <Table.Td>
                        <Moment time={from} /> until <Moment time={to} />
                      </Table.Td>
                      <Table.Td ta="right">{total.changed.toLocaleString('en-US')}</Table.Td>
                      <Table.Td ta="right">
                        <Money amount={total.difference} />
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )
        }
      </QueryView>
    </section>
  );
}

function iso(time: string): string {
  return new Date(time).toISOString();
}

function difference(usd: string): string {
  return usd.startsWith('-') ? `$${usd.slice(1)} less` : `$${usd} more`;
}
