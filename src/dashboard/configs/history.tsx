import { Button, Group, Select, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import type { Config, Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';

interface HistoryProps {
  readonly config: Config;
  readonly environment: Environment;
  readonly environments: readonly Environment[];
}

/** What changed, by whom and when; an earlier state again, or the rules of here in another environment. */
export function History({ config, environment, environments }: HistoryProps) {
  const path = { id: config.id };
  const history = query.useQuery('get', '/llmops/api/admin/v1/configs/{id}/history', {
    params: { path, query: { environmentId: environment.id, limit: 100 } },
  });
  const saved = useSaved();
  const restore = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/restore', {
    onSuccess: () => saved('The rules are as they were'),
    onError: notifyProblem,
  });
  const ask = (entry: Schemas['HistoryEntryView']) =>
    confirmDestructive({
      title: 'Restore these rules?',
      text: `The rules for ${environment.name} become the ${entry.rules.length} of ${entry.at}. Those of now stay in the history.`,
      confirm: 'Restore',
      onConfirm: () => restore.mutate({ params: { path }, body: { historyId: entry.id } }),
    });
  return (
    <Stack>
      <Promote {...{ config, environment, environments }} />
      <QueryView result={history}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">Nothing has changed yet.</Text>
          ) : (
            <Table verticalSpacing="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>Fields</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((entry, index) => (
                  <Table.Tr key={entry.id}>
                    <Table.Td>
                      <Moment time={entry.at} />
                    </Table.Td>
                    <Table.Td>{entry.action.replaceAll(/[._]/g, ' ')}</Table.Td>
                    <Table.Td>{[...new Set(entry.changes.flatMap(({ fields }) => fields))].join(', ')}</Table.Td>
                    <Table.Td>{entry.by ?? 'not known'}</Table.Td>
                    <Table.Td>
                      {index > 0 && (
                        <Button size="xs" variant="default" onClick={() => ask(entry)}>
                          Restore
                        </Button>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </QueryView>
    </Stack>
  );
}

function Promote({ config, environment, environments }: HistoryProps) {
  const [target, setTarget] = useState<string | null>(null);
  const saved = useSaved();
  const to = environments.find(({ id }) => id === target);
  const promote = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/promote', {
    onSuccess: () => saved(`${to?.name ?? 'The other environment'} has these rules`),
    onError: notifyProblem,
  });
  const ask = (chosen: Environment) =>
    confirmDestructive({
      title: `Promote to ${chosen.name}?`,
      text: `The rules of ${config.name} for ${chosen.name} are replaced by those for ${environment.name}, at once and for all its callers.`,
      confirm: 'Promote',
      onConfirm: () =>
        promote.mutate({
          params: { path: { id: config.id } },
          body: { fromEnvironmentId: environment.id, toEnvironmentId: chosen.id },
        }),
    });
  return (
    <Group align="flex-end">
      <Select
        label="Promote these rules to"
        placeholder="Environment"
        data={environments
          .filter(({ id }) => id !== environment.id)
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={target}
        onChange={setTarget}
      />
      <Button variant="default" disabled={to === undefined} loading={promote.isPending} onClick={() => to && ask(to)}>
        Promote
      </Button>
    </Group>
  );
}
