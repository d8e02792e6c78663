import { Badge, Text, Tooltip } from '@mantine/core';
import { query, type Schemas } from '../api/client.js';

const REFRESH_MS = 10_000;

/** How the account's models do, in the process that answers. */
export function ProviderHealth({ id }: { id: string }) {
  const { data } = query.useQuery(
    'get',
    '/llmops/api/admin/v1/providers/{id}/health',
    { params: { path: { id } } },
    { refetchInterval: REFRESH_MS },
  );
  if (data === undefined) return null;
  const open = data.models.filter(({ state }) => state !== 'closed');
  const calls = data.models.reduce((sum, model) => sum + model.calls, 0);
  const failed = data.models.reduce((sum, model) => sum + model.calls * (model.errorRatio ?? 0), 0);
  if (open.length > 0) {
    return (
      <Tooltip
        label={open.map(describe).join('; ')}
        multiline
        maw={480}
        events={{ hover: true, focus: true, touch: true }}
      >
        <Badge color="red" tabIndex={0}>
          {open.length === 1 ? 'breaker open' : `${open.length} breakers open`}
        </Badge>
      </Tooltip>
    );
  }
  if (calls === 0) {
    return (
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        no calls
      </Text>
    );
  }
  return (
    <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
      {Math.round((100 * failed) / calls)} % errors of {calls} calls
    </Text>
  );
}

function describe({ model, reason, lastError }: Schemas['ModelHealthView']): string {
  return `${model}: ${reason ?? 'probing'}${lastError === null ? '' : ` – ${lastError.message}`}`;
}
