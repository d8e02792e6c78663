import { Alert, Autocomplete, Button, Code, Group, Stack, Text } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { query } from '../api/client.js';
import { ProblemAlert } from '../components/problem-alert.js';

/** Calls the vendor, and shows what it said, in its own words. */
export function TestProvider({ id }: { id: string }) {
  const [model, setModel] = useState('');
  /** What the vendor listed last. */
  const [found, setFound] = useState<string[]>([]);
  const test = query.useMutation('post', '/llmops/api/admin/v1/providers/{id}/test', {
    onSuccess: ({ modelNames }) => modelNames && setFound([...new Set(modelNames)].sort()),
  });
  const run = () => test.mutate({ params: { path: { id } }, body: model === '' ? {} : { model } });
  const { data } = test;
  return (
    <Stack gap="xs">
      <Group align="flex-end" wrap="nowrap">
        <Autocomplete
          label="Test with a model"
          description="Empty: the vendor's list of models is asked for"
          placeholder="model, optional"
          data={found}
          limit={50}
          value={model}
          onChange={setModel}
          flex={1}
        />
        <Button variant="light" onClick={run} loading={test.isPending}>
          Test
        </Button>
      </Group>
      {test.isError && <ProblemAlert error={test.error} />}
      {data && (
        <Alert
          role="status"
          color={data.ok ? 'green' : 'red'}
          icon={data.ok ? <CircleCheck aria-hidden /> : <CircleX aria-hidden />}
          title={data.ok ? 'It works' : 'It does not work'}
        >
          <Text size="sm">{data.message}</Text>
          <Text size="xs" c="dimmed">
            {data.status === null ? 'No answer' : `HTTP ${data.status}`} after {Math.round(data.latencyMs)} ms
          </Text>
          {data.modelNames !== undefined && found.length > 0 && <ModelNames names={found} />}
        </Alert>
      )}
    </Stack>
  );
}

function ModelNames({ names }: { names: readonly string[] }) {
  return (
    <Group gap={4} mt="xs" mah={160} style={{ overflow: 'auto' }} role="region" aria-label="Models found" tabIndex={0}>
      {names.map((name) => (
        <Code key={name}>{name}</Code>
      ))}
    </Group>
  );
}
