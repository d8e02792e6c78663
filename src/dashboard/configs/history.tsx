import { Button, Group, Select, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { Fragment, useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import type { Config, Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { HistoryDiff } from './history-diff.js';

type Entry = Schemas['HistoryEntryView'];

interface HistoryProps extends PromoteProps {
  /** The entry whose changes are shown. */
  readonly open: string | undefined;
  readonly onOpen: (entryId: string | undefined) => void;
}

const PAGE_ENTRIES = 50;

/** What changed, by whom and when; an earlier state again, or the rules of here in another environment. */
export function History({ open, onOpen, ...place }: HistoryProps) {
  const { config, environment } = place;
  const history = query.useInfiniteQuery(
    'get',
    '/llmops/api/admin/v1/configs/{id}/history',
    { params: { path: { id: config.id }, query: { environmentId: environment.id, limit: PAGE_ENTRIES } } },
    { pageParamName: 'cursor', initialPageParam: null, getNextPageParam: ({ nextCursor }) => nextCursor },
  );
  return (
    <Stack>
      <Promote {...place} />
      <QueryView result={history}>
        {({ pages }) => (
          <Entries
            entries={pages.flatMap(({ items }) => items)}
            isWhole={!history.hasNextPage}
            {...{ config, environment, open, onOpen }}
          />
        )}
      </QueryView>
      {history.hasNextPage && (
        <Button
          w="fit-content"
          variant="default"
          loading={history.isFetchingNextPage}
          onClick={() => void history.fetchNextPage()}
        >
          Older
        </Button>
      )}
    </Stack>
  );
}

interface EntriesProps extends Pick<HistoryProps, 'config' | 'environment' | 'open' | 'onOpen'> {
  /** The newest first. */
  readonly entries: readonly Entry[];
  /** There are no older ones. */
  readonly isWhole: boolean;
}

function Entries({ entries, isWhole, config, environment, open, onOpen }: EntriesProps) {
  const saved = useSaved();
  const restore = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/restore', {
    onSuccess: () => saved('The rules are as they were'),
    onError: notifyProblem,
  });
  const ask = (entry: Entry) =>
    confirmDestructive({
      title: 'Restore these rules?',
      text: `The rules for ${environment.name} become the ${entry.rules.length} of ${entry.at}. Those of now stay in the history.`,
      confirm: 'Restore',
      onConfirm: () => restore.mutate({ params: { path: { id: config.id } }, body: { historyId: entry.id } }),
    });
  if (entries.length === 0) return <Text c="dimmed">Nothing has changed yet.</Text>;
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>When</Table.Th>
            <Table.Th>What</Table.Th>
            <Table.Th>Fields</Table.Th>
            <Table.Th>Who</Table.Th>
            <Table.Th>
              <VisuallyHidden>Actions</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {entries.map((entry, index) => (
            <Fragment key={entry.id}>
              <EntryRow
                entry={entry}
                isOpen={entry.id === open}
                onToggle={() => onOpen(entry.id === open ? undefined : entry.id)}
                onRestore={index > 0 ? () => ask(entry) : null}
              />
              {entry.id === open && (
                <Table.Tr>
                  <Table.Td colSpan={5}>
                    <HistoryDiff entry={entry} before={entries[index + 1]?.rules ?? (isWhole ? [] : null)} />
                  </Table.Td>
                </Table.Tr>
              )}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface EntryRowProps {
  readonly entry: Entry;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  /** Null for the state of now. */
  readonly onRestore: (() => void) | null;
}

function EntryRow({ entry, isOpen, onToggle, onRestore }: EntryRowProps) {
  return (
    <Table.Tr>
      <Table.Td>
        <Moment time={entry.at} />
      </Table.Td>
      <Table.Td>{entry.action.replaceAll(/[._]/g, ' ')}</Table.Td>
      <Table.Td>{[...new Set(entry.changes.flatMap(({ fields }) => fields))].join(', ')}</Table.Td>
      <Table.Td>{entry.by ?? 'not known'}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button size="xs" variant="subtle" aria-expanded={isOpen} onClick={onToggle}>
            What changed
          </Button>
          {onRestore && (
            <Button size="xs" variant="default" onClick={onRestore}>
              Restore
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

interface PromoteProps {
  readonly config: Config;
  readonly environment: Environment;
  readonly environments: readonly Environment[];
}

function Promote({ config, environment, environments }: PromoteProps) {
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
