import { Autocomplete, Box, Group, SegmentedControl, Select } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useUsage } from '../api/usage.js';
import { ExportLinks } from '../components/export-links.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { LogFilterBar } from '../log/log-filters.js';
import { toQuery, type LogFilters } from '../log/log-search.js';
import { usageRoute } from '../router.js';
import { GROUPS, MEASURES, PERIODS, type Measure, type Period } from './usage-search.js';
import type { SeriesQuestion } from './to-series.js';
import { UsageTable } from './usage-table.js';

const UsageChart = lazy(() => import('./usage-chart.js'));

const HOUR_MS = 3_600_000;
const HOURS: Readonly<Record<Period, number>> = { '24h': 24, '7d': 7 * 24, '30d': 30 * 24 };
/** Groups of their own in the table, and in the chart, where colors tell them apart. */
const LISTED = 20;
const CHARTED = 8;

export function UsagePage() {
  const { period = '7d', group = 'model', then, measure = 'cost', ...filters } = usageRoute.useSearch();
  const navigate = usageRoute.useNavigate();
  const show = (change: object) => void navigate({ search: (search) => ({ ...search, ...change }) });
  const range = useRange(period, filters);
  const question: SeriesQuestion = {
    time: period === '24h' ? 'hour' : 'day',
    // Percentiles of groups do not add up to that of all.
    group: measure === 'p95 latency' ? null : group,
    measure,
  };
  const orderBy = orderOf(measure);
  const overTime = useUsage(
    question.group === null
      ? { ...range, groupBy: question.time }
      : { ...range, groupBy: `${question.time},${question.group}`, top: String(CHARTED), orderBy },
  );
  const groups = then === undefined || then === group ? [group] : [group, then];
  const table = { ...range, groupBy: groups.join(','), top: String(LISTED), compare: 'previous', orderBy };
  const byGroup = useUsage(table);
  return (
    <>
      <PageHeader
        title="Usage"
        docs="usage"
        actions={
          <>
            <ExportLinks path="/llmops/api/admin/v1/usage/export" query={table} formats={['csv', 'json']} />
            <SegmentedControl
              aria-label="Period"
              data={[...PERIODS]}
              value={period}
              onChange={(value) => show({ period: value, from: undefined, to: undefined })}
            />
          </>
        }
      >
        What was asked and what it cost, against the period before. Amounts close to the total; what is not known is not
        zero.
      </PageHeader>
      <Box mb="sm">
        <LogFilterBar
          filters={filters}
          onChange={(next) => void navigate({ search: { period, group, then, measure, ...next } })}
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
        <DimensionInput label="By" value={group} onChange={(value) => show({ group: value })} />
        <DimensionInput label="And by" value={then} onChange={(value) => show({ then: value })} />
      </Group>
      <QueryView result={overTime}>
        {(view) => (
          <Suspense>
            <UsageChart view={view} question={question} />
          </Suspense>
        )}
      </QueryView>
      <QueryView result={byGroup}>{(view) => <UsageTable view={view} groups={groups} />}</QueryView>
    </>
  );
}

interface DimensionInputProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
}

function DimensionInput({ label, value, onChange }: DimensionInputProps) {
  return (
    <Autocomplete
      label={label}
      description="tag.<key> groups by a tag"
      data={[...GROUPS]}
      defaultValue={value}
      onOptionSubmit={onChange}
      onBlur={(event) => onChange(event.currentTarget.value || undefined)}
    />
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

function orderOf(measure: Measure): string {
  return measure === 'requests' || measure === 'errors' ? measure : 'cost';
}
