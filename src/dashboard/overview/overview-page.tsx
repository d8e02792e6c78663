import { Alert, EmptyState, SegmentedControl, SimpleGrid, Stack, Text } from '@mantine/core';
import { Rocket, TriangleAlert } from 'lucide-react';
import { grainOf, PERIODS, rangeOf, useMinute } from '../api/period.js';
import { useSystem } from '../api/system.js';
import { useUsage } from '../api/usage.js';
import { inBytes } from '../components/bytes.js';
import { LinkAnchor, LinkButton } from '../components/links.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { overviewRoute } from '../router.js';
import { Figures } from './figures.js';
import { TopTable } from './top-table.js';

const REFRESH_MS = 30_000;

/** How it goes, at a glance; each number leads to its requests. */
export function OverviewPage() {
  const { period = '24h' } = overviewRoute.useSearch();
  const navigate = overviewRoute.useNavigate();
  const minute = useMinute();
  const range = rangeOf(period, minute);
  const grain = grainOf(Date.parse(range.to) - Date.parse(range.from));
  const usage = useUsage({ ...range, groupBy: grain, compare: 'previous' }, { refreshMs: REFRESH_MS });
  return (
    <>
      <PageHeader
        title="Overview"
        actions={
          <SegmentedControl
            aria-label="Period"
            data={[...PERIODS]}
            value={period}
            onChange={(value) => void navigate({ search: { period: value } })}
          />
        }
      >
        Against as long a time just before. Each number leads to its requests.
      </PageHeader>
      <Stack>
        <Health />
        <QueryView result={usage}>
          {(view) =>
            view.total.requests === 0 ? (
              <NoCalls />
            ) : (
              <>
                <Figures usage={view} grain={grain} period={period} />
                <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="sm">
                  <TopTable title="Model" by="model" range={range} period={period} />
                  <TopTable title="Provider" by="provider" range={range} period={period} />
                </SimpleGrid>
              </>
            )
          }
        </QueryView>
      </Stack>
    </>
  );
}

function NoCalls() {
  return (
    <EmptyState
      icon={<Rocket aria-hidden />}
      title="No call in this period"
      description="Four steps lead from here to the first one."
      py="xl"
    >
      <EmptyState.Actions>
        <LinkButton to="/start">Make a call</LinkButton>
      </EmptyState.Actions>
    </EmptyState>
  );
}

/** One line where all is well, and what needs an administrator where it is not. */
function Health() {
  const { data } = useSystem();
  if (data === undefined) return null;
  const { replicas, revision } = data;
  const backlog = replicas.reduce((sum, { backlogBytes }) => sum + backlogBytes, 0);
  const troubles = [
    ...new Set(
      replicas.flatMap(({ host, pid, isSilent, reasons }) =>
        isSilent ? [`${host} (process ${pid}) has not been heard of`] : reasons.map((reason) => `${host}: ${reason}`),
      ),
    ),
  ];
  return (
    <>
      {troubles.length > 0 && (
        <Alert color="yellow" icon={<TriangleAlert aria-hidden />} title="Something needs you">
          {troubles.map((trouble) => (
            <Text key={trouble} size="sm">
              {trouble}
            </Text>
          ))}
        </Alert>
      )}
      <Text size="sm" c="dimmed">
        <LinkAnchor to="/system" size="sm">
          {replicas.length === 1 ? 'One replica' : `${replicas.length} replicas`}
        </LinkAnchor>{' '}
        at revision {revision ?? '–'},{' '}
        {backlog === 0 ? 'no log waits on disk' : `${inBytes(backlog)} of log wait on disk`}
      </Text>
    </>
  );
}
