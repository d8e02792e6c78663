import { query } from '../api/client.js';
import { Anchor, Group } from '@mantine/core';
import { CopyText } from '../components/copy-text.js';

const PLACE = '{traceId}';

/** The trace's id, and where the setting LLMOPS_TRACE_URL says so, its page. */
export function TraceLink({ traceId }: { traceId: string }) {
  const { data } = query.useQuery('get', '/llmops/api/admin/v1/system/settings', undefined, { staleTime: Infinity });
  const page = data?.settings.find(({ name }) => name === 'LLMOPS_TRACE_URL')?.value ?? null;
  return (
    <Group gap="xs">
      <CopyText text={traceId} label="the trace id" />
      {page !== null && (
        <Anchor size="sm" href={page.replaceAll(PLACE, traceId)} target="_blank" rel="noreferrer">
          Look at the trace
        </Anchor>
      )}
    </Group>
  );
}
