import { Button, Drawer, Group, Text, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { api, type Schemas } from '../api/client.js';
import { PageHeader } from '../components/page-header.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { logRoute } from '../router.js';
import { LiveSwitch, LogFilterBar } from './log-filters.js';
import { toQuery, type LogFilters } from './log-search.js';
import { SHOWN_AT_FIRST } from './log-columns.js';
import { LogTable } from './log-table.js';
import { RequestPanel } from './request-panel.js';

const REQUESTS = '/llmops/api/admin/v1/requests';
const PAGE_ROWS = 100;
const LIVE_MS = 2_000;

export function LogPage() {
  const { open, live = false, ...filters } = logRoute.useSearch();
  const navigate = logRoute.useNavigate();
  const log = useLog(filters, live);
  const rows = log.data?.pages.flatMap(({ items }) => items) ?? [];
  const show = (id: string | undefined) => void navigate({ search: (search) => ({ ...search, open: id }) });
  const step = (by: number) => {
    const next = rows[rows.findIndex(({ requestId }) => requestId === open) + by];
    if (next !== undefined) show(next.requestId);
  };
  useHotkeys([
    ['j', () => step(1)],
    ['k', () => step(-1)],
  ]);
  return (
    <>
      <PageHeader
        title="Log"
        actions={
          <>
            <LiveSwitch
              isLive={live}
              onChange={(on) => void navigate({ search: (search) => ({ ...search, live: on || undefined }) })}
            />
            <JumpToId onJump={show} />
            <ExportButton filters={filters} />
          </>
        }
      >
        Every request, the newest first. <kbd>j</kbd> and <kbd>k</kbd> go through them.
      </PageHeader>
      <LogFilterBar
        filters={filters}
        onChange={(next) => void navigate({ search: { ...next, live: live || undefined } })}
      />
      {log.isError ? (
        <ProblemAlert error={log.error} onRetry={() => void log.refetch()} />
      ) : (
        <LogTable
          rows={rows}
          open={open}
          isLoading={log.isLoading}
          chosen={SHOWN_AT_FIRST}
          empty="No request matches. A call appears here a moment after its answer."
          onOpen={show}
          more={log.hasNextPage ? { load: () => void log.fetchNextPage(), isLoading: log.isFetchingNextPage } : null}
        />
      )}
      <Drawer opened={open !== undefined} onClose={() => show(undefined)} position="right" size="xl" title="Request">
        {open !== undefined && <RequestPanel key={open} id={open} />}
      </Drawer>
    </>
  );
}

type LogPageRows = { readonly items: readonly Schemas['RequestView'][]; readonly nextCursor: string | null };

function useLog(filters: LogFilters, live: boolean) {
  return useInfiniteQuery<LogPageRows, unknown>({
    queryKey: ['log', filters],
    initialPageParam: null,
    refetchInterval: live && LIVE_MS,
    getNextPageParam: (page) => page.nextCursor,
    queryFn: async ({ pageParam, signal }) => {
      const cursor = typeof pageParam === 'string' ? { cursor: pageParam } : {};
      const query = { ...toQuery(filters), ...cursor, limit: PAGE_ROWS };
      const { data, error } = await api.GET(REQUESTS, { params: { query }, signal });
      if (data === undefined) throw error;
      return data;
    },
  });
}

function JumpToId({ onJump }: { onJump: (id: string) => void }) {
  const [id, setId] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (id.trim() !== '') onJump(id.trim());
      }}
    >
      <TextInput
        size="xs"
        w={300}
        placeholder="Request id"
        aria-label="Request id"
        value={id}
        onChange={(event) => setId(event.currentTarget.value)}
        rightSectionWidth={52}
        rightSection={
          <Button size="compact-xs" variant="subtle" type="submit">
            Open
          </Button>
        }
      />
    </form>
  );
}

/** A link and no request of the page: a large export goes to a file as it arrives. */
function ExportButton({ filters }: { filters: LogFilters }) {
  const address = (format: string) => `${REQUESTS}/export?${new URLSearchParams({ ...toQuery(filters), format })}`;
  return (
    <Group gap={4}>
      <Download size={14} aria-hidden />
      {['csv', 'jsonl'].map((format) => (
        <Text key={format} component="a" size="xs" href={address(format)} download>
          {format.toUpperCase()}
        </Text>
      ))}
    </Group>
  );
}
