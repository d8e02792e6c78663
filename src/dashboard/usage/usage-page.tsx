import { Autocomplete, Box, Group, SegmentedControl, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo } from 'react';
import { api, type Schemas } from '../api/client.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { LogFilterBar } from '../log/log-filters.js';
import { toQuery, type LogFilters } from '../log/log-search.js';
import { usageRoute } from '../router.js';
import { GROUPS, MEASURES, PERIODS, type Measure, type Period } from './usage-search.js';
import { UsageTable } from './usage-table.js';

const UsageChart = lazy(() => import('./usage-chart.js'));

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Record<Period, number>> = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };
const TOP = 20;

export function UsagePage() {
  const { period = '7d', group = 'model', measure = 'cost', ...filters } = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  const show = (change: object) => void navigate({ search: (search) => ({ ...search, ...change }) });
  const range = useRange(period, filters);
  const time = period === '24h' ? 'hour' : 'day';
  const overTime = useUsage({ ...range, groupBy: time });
  const byGroup = useUsage({
    ...range,
    groupBy: group,
    top: String(TOP),
    compare: 'previous',
    orderBy: orderOf(measure),
  });
  return (
    <>
      <PageHeader
        title="Usage"
        actions={
          <SegmentedControl
            aria-label="Period"
            data={[...PERIODS]}
            value={period}
            onChange={(value) => show({ period: value, from: undefined, to: undefined })}
          />
        }
      >
        What was asked and what it cost, against the period before. Amounts close to the total; what is not known is not
        zero.
      </PageHeader>
      <Box mb="sm">
        <LogFilterBar
          filters={filters}
          onChange={(next) => void navigate({ search: { period, group, measure, ...next } })}
        />
      </Box>
      <Group mb="md" align="flex-end">
        <Select
          label="Measure"
          data={[...MEASURES]}
          value={measure}
          allowDeselect={false}
          onChange={(value) => show({ measure: value ?? undefined })}
        />
        <Autocomplete
          label="By"
          description="tag.<key> groups by a tag"
          data={[...GROUPS]}
          defaultValue={group}
          onOptionSubmit={(value) => show({ group: value })}
          onBlur={(event) => show({ group: event.currentTarget.value || undefined })}
        />
      </Group>
      <QueryView result={overTime}>
        {(view) => (
          <Suspense>
            <UsageChart view={view} time={time} measure={measure} />
          </Suspense>
        )}
      </QueryView>
      <QueryView result={byGroup}>{(view) => <UsageTable view={view} group={group} />}</QueryView>
    </>
  );
}

/** Until the end of this hour, so that the answer is the same for a while and comes from the sums by hour. */
function useRange(period: Period, filters: LogFilters): Record<string, string> {
  return useMemo(() => {
    const end = Math.ceil(Date.now() / HOUR_MS) * HOUR_MS;
    const from = new Date(end - HOURS[period] * HOUR_MS).toISOString();
    return { from, to: new Date(end).toISOString(), ...toQuery(filters) };
  }, [period, JSON.stringify(filters)]);
}

function useUsage(parameters: Record<string, string>) {
  return useQuery<Schemas['UsageView'], unknown>({
    queryKey: ['usage', parameters],
    queryFn: async ({ signal }) => {
      const { data, error } = await api.GET('/llmops/api/admin/v1/usage', { params: { query: parameters }, signal });
      if (data === undefined) throw error;
      return data;
    },
  });
}

function orderOf(measure: Measure): string {
  return measure === 'requests' || measure === 'errors' ? measure : 'cost';
}
