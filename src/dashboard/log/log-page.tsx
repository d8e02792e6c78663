import { Box, Button, Flex, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { api, type Schemas } from '../api/client.js';
import { useMinute } from '../api/period.js';
import { Panel } from '../components/dialog.js';
import { ExportLinks } from '../components/export-links.js';
import { PageHeader } from '../components/page-header.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { logRoute } from '../router.js';
import { ChooseColumns, useLogColumns } from './choose-columns.js';
import { Facets } from './facets.js';
import { LiveSwitch, LogFilterBar } from './log-filters.js';
import { toLogRange } from './log-period.js';
import { LOG_PERIODS, toQuery, type LogFilters } from './log-search.js';
import { LogTable } from './log-table.js';
import { LogTotals } from './log-totals.js';
import { RequestPanel } from './request-panel.js';

const REQUESTS = '/llmops/api/admin/v1/requests';
const PAGE_ROWS = 100;
const LIVE_MS = 2_000;

export function LogPage() {
  const { open, live = false, facets = false, period = '24h', ...filters } = logRoute.useSearch();
  const navigate = logRoute.useNavigate();
  const change = (changes: object) => void navigate({ search: (search) => ({ ...search, ...changes }) });
  const show = (id: string | undefined) => change({ open: id });
  const setFilters = (next: LogFilters) =>
    void navigate({ search: ({ live, facets, period }) => ({ ...next, live, facets, period }) });
  const [columns, setColumns] = useLogColumns();
  const range = toLogRange(filters, period, useMinute());
  const { from, to, ...untimed } = filters;
  const query = toQuery(untimed);
  const log = useLog({ ...query, ...range.listed }, live);
  const rows = log.data?.pages.flatMap(({ items }) => items) ?? [];
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
        docs="log"
        actions={
          <>
            <LiveSwitch isLive={live} onChange={(on) => change({ live: on || undefined })} />
            <JumpToId onJump={show} />
            <ExportLinks path={`${REQUESTS}/export`} query={{ ...query, ...range.listed }} formats={['csv', 'jsonl']} />
          </>
        }
      >
        Every request, the newest first. <kbd>j</kbd> and <kbd>k</kbd> go through them.
      </PageHeader>
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start">
          <Group gap="xs">
            <SegmentedControl
              size="xs"
              aria-label="Period"
              data={LOG_PERIODS.map((value) => ({ value, label: value === 'all' ? 'all time' : value }))}
              value={from === undefined && to === undefined ? period : ''}
              onChange={(value) => change({ period: value, from: undefined, to: undefined })}
            />
            <Button
              size="xs"
              variant={facets ? 'light' : 'default'}
              aria-pressed={facets}
              leftSection={<ListFilter size={14} aria-hidden />}
              onClick={() => change({ facets: !facets || undefined })}
            >
              Facets
            </Button>
          </Group>
          <ChooseColumns chosen={columns} onChange={setColumns} />
        </Group>
        <LogFilterBar filters={filters} onChange={setFilters} />
        <LogTotals range={range} query={query} isLive={live} onZoom={change} />
        <Flex gap="md" direction={{ base: 'column', md: 'row' }}>
          {facets && (
            <Box component="aside" aria-label="Facets" w={{ base: '100%', md: 220 }} style={{ flexShrink: 0 }}>
              <Facets filters={filters} query={{ ...query, ...range.summed }} onChange={setFilters} />
            </Box>
          )}
          <Box flex={1} miw={0}>
            {log.isError ? (
              <ProblemAlert error={log.error} onRetry={() => void log.refetch()} />
            ) : (
              <LogTable
                rows={rows}
                open={open}
                isLoading={log.isLoading}
                chosen={columns}
                empty="No request matches. A call appears here a moment after its answer; older ones are under a longer period."
                onOpen={show}
                more={
                  log.hasNextPage ? { load: () => void log.fetchNextPage(), isLoading: log.isFetchingNextPage } : null
                }
              />
            )}
          </Box>
        </Flex>
      </Stack>
      {/* The list stays in reach beside the panel. */}
      <Panel
        opened={open !== undefined}
        onClose={() => show(undefined)}
        size="xl"
        title="Request"
        withOverlay={false}
        lockScroll={false}
        closeOnClickOutside={false}
        shadow="xl"
      >
        {open !== undefined && <RequestPanel key={open} id={open} />}
      </Panel>
    </>
  );
}

type LogPageRows = { readonly items: readonly Schemas['RequestView'][]; readonly nextCursor: string | null };

/** Live, only the newest page is asked for, again and again. */
function useLog(filters: Readonly<Record<string, string>>, live: boolean) {
  return useInfiniteQuery<LogPageRows, unknown>({
    queryKey: ['log', filters, live],
    initialPageParam: null,
    refetchInterval: live && LIVE_MS,
    placeholderData: (before) => before,
    getNextPageParam: (page) => (live ? null : page.nextCursor),
    queryFn: async ({ pageParam, signal }) => {
      const cursor = typeof pageParam === 'string' ? { cursor: pageParam } : {};
      const query = { ...filters, ...cursor, limit: PAGE_ROWS };
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
        w={260}
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
