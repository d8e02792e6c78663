import { Alert, Group, Loader, Text } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { query } from '../api/client.js';
import { LinkAnchor } from '../components/links.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { StatusBadge } from '../log/log-columns.js';

const LOOK_EVERY_MS = 1_000;
const SHOWN = 5;

/** The newest calls since then, as they come. */
export function useArrivingCalls(since: string) {
  return query.useQuery(
    'get',
    '/llmops/api/admin/v1/requests',
    { params: { query: { from: since, limit: SHOWN } } },
    { refetchInterval: LOOK_EVERY_MS },
  );
}

/** Waits for calls from when the page was opened, and shows them. */
export function ArrivingCall({ result: { data, error } }: { result: ReturnType<typeof useArrivingCalls> }) {
  if (error !== null) return <ProblemAlert error={error} />;
  const calls = data?.items ?? [];
  if (calls.length === 0) {
    return (
      <Group gap="xs" wrap="nowrap" role="status">
        <Loader size="xs" aria-hidden />
        <Text size="sm">Waiting for the call. It shows here a moment after its answer.</Text>
      </Group>
    );
  }
  return (
    <Alert color="green" role="status" icon={<CircleCheck aria-hidden />} title="It is in the log">
      {calls.map((call) => (
        <Group key={call.requestId} gap="xs">
          <StatusBadge row={call} />
          <Text size="sm">
            {call.modelRequested} in {call.environment.name}, after {Math.round(call.latencyMs)} ms
          </Text>
          <LinkAnchor to="/log" search={{ open: call.requestId }} size="sm">
            Look at it
          </LinkAnchor>
        </Group>
      ))}
      <Text size="sm" mt="xs">
        Next: ask several models at once in the <LinkAnchor to="/playground">Playground</LinkAnchor>, or let a config of
        your own decide who answers, under <LinkAnchor to="/configs">Configs</LinkAnchor>.
      </Text>
    </Alert>
  );
}
