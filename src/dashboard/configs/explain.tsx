import { Button, Group, JsonInput, Select, Stack } from '@mantine/core';
import { useState } from 'react';
import { query } from '../api/client.js';
import type { Config, Environment } from '../api/collections.js';
import { ENDPOINTS, type Endpoint } from '../api/endpoints.js';
import { toJsonObject } from '../components/json-object.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { Explanation } from './explanation.js';

const EXAMPLE = JSON.stringify(
  { messages: [{ role: 'user', content: 'Hello' }], metadata: { userId: 'u-1' } },
  null,
  2,
);

interface ExplainProps {
  readonly config: Config;
  readonly environment: Environment;
}

/** What would happen to a request, and why. Nothing is called. */
export function Explain({ config, environment }: ExplainProps) {
  const [endpoint, setEndpoint] = useState<Endpoint>('chat/completions');
  const [text, setText] = useState(EXAMPLE);
  const explain = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/explain');
  const body = toJsonObject(text);
  const run = () => {
    if (body === null) return;
    explain.mutate({ params: { path: { id: config.id } }, body: { environmentId: environment.id, endpoint, body } });
  };
  return (
    <Stack>
      <Select
        label="Endpoint"
        data={[...ENDPOINTS]}
        value={endpoint}
        allowDeselect={false}
        onChange={(value) => setEndpoint(ENDPOINTS.find((each) => each === value) ?? endpoint)}
      />
      <JsonInput
        label="Body"
        value={text}
        onChange={setText}
        autosize
        minRows={8}
        maxRows={24}
        error={body === null && 'This is no JSON object'}
      />
      <Group>
        <Button onClick={run} loading={explain.isPending} disabled={body === null}>
          Explain
        </Button>
      </Group>
      <Stack aria-live="polite">
        {explain.isError && <ProblemAlert error={explain.error} />}
        {explain.data && <Explanation view={explain.data} />}
      </Stack>
    </Stack>
  );
}
