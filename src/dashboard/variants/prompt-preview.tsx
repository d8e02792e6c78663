import { Button, Code, Group, JsonInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { query } from '../api/client.js';
import { toJsonObject } from '../components/json-object.js';
import { ProblemAlert } from '../components/problem-alert.js';

const SAMPLE = '{\n  "name": "Ann"\n}';

/** What a prompt becomes with a sample of `input`: asked of the gateway, which renders it as it does for calls. */
export function PromptPreview({ systemPrompt }: { systemPrompt: string }) {
  const [text, setText] = useState(SAMPLE);
  const preview = query.useMutation('post', '/llmops/api/admin/v1/variants/preview-prompt');
  const input = toJsonObject(text);
  const run = () => input !== null && preview.mutate({ body: { systemPrompt, input } });
  const isOfNow = preview.variables?.body.systemPrompt === systemPrompt;
  return (
    <Stack gap="xs">
      <Group align="flex-end" wrap="nowrap">
        <JsonInput
          label="Sample input"
          flex={1}
          autosize
          maxRows={12}
          value={text}
          onChange={setText}
          error={input === null && 'This is no JSON object'}
        />
        <Button
          variant="light"
          onClick={run}
          loading={preview.isPending}
          disabled={input === null || systemPrompt.trim() === ''}
        >
          Preview
        </Button>
      </Group>
      <div aria-live="polite">
        {isOfNow && preview.isError && <ProblemAlert error={preview.error} />}
        {isOfNow && preview.data && (
          <>
            <Text size="sm" mb={4}>
              The model would get
            </Text>
            <Code block tabIndex={0} mah={320} style={{ whiteSpace: 'pre-wrap', overflow: 'auto' }}>
              {preview.data.text}
            </Code>
          </>
        )}
      </div>
    </Stack>
  );
}
