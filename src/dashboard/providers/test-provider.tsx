import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { query } from '../api/client.js';
import { ProblemAlert } from '../components/problem-alert.js';

/** Calls the vendor, and shows what it said, in its own words. */
export function TestProvider({ id }: { id: string }) {
  const [model, setModel] = useState('');
  const test = query.useMutation('post', '/llmops/api/admin/v1/providers/{id}/test');
  const run = () => test.mutate({ params: { path: { id } }, body: model === '' ? {} : { model } });
  const { data } = test;
  return (
    <Stack gap="xs">
      <Group align="flex-end" wrap="nowrap">
        <TextInput
          label="Test with a model"
          description="Empty: the vendor's list of models is asked for"
          placeholder="model, optional"
          value={model}
          onChange={(event) => setModel(event.currentTarget.value)}
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
            {data.models !== undefined && `, ${data.models} models`}
          </Text>
        </Alert>
      )}
    </Stack>
  );
}
