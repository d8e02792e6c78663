import { FileInput, Group, JsonInput, Select, SimpleGrid, Stack, Switch, Textarea } from '@mantine/core';
import { useState } from 'react';
import type { Environment } from '../api/collections.js';
import { ENDPOINTS } from '../api/endpoints.js';
import { fromJsonObject, toJsonObject } from '../components/json-object.js';
import type { Ask } from './ask.js';
import { readDataUrl } from './read-data-url.js';

interface AskFormProps {
  readonly ask: Ask;
  readonly onChange: (ask: Ask) => void;
  readonly environment: Environment;
  readonly environments: readonly Environment[];
  readonly onEnvironment: (id: string) => void;
}

/** Where the call is made, and what is asked. */
export function AskForm({ ask, onChange, environment, environments, onEnvironment }: AskFormProps) {
  const { endpoint } = ask;
  const streams = endpoint === 'chat/completions' || endpoint === 'completions';
  const change = (more: Partial<Ask>) => onChange({ ...ask, ...more });
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label="Environment"
          allowDeselect={false}
          data={environments.map(({ id, name }) => ({ value: id, label: name }))}
          value={environment.id}
          onChange={(id) => id !== null && onEnvironment(id)}
        />
        <Select
          label="Endpoint"
          allowDeselect={false}
          data={[...ENDPOINTS]}
          value={endpoint}
          onChange={(value) => change({ endpoint: ENDPOINTS.find((each) => each === value) ?? endpoint })}
        />
        {streams && (
          <Switch
            label="Stream"
            mb={8}
            checked={ask.stream}
            onChange={(event) => change({ stream: event.currentTarget.checked })}
          />
        )}
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Stack>
          {endpoint === 'chat/completions' && (
            <Textarea
              label="System prompt"
              placeholder="none; a variant adds its own"
              autosize
              minRows={1}
              maxRows={10}
              value={ask.system}
              onChange={(event) => change({ system: event.currentTarget.value })}
            />
          )}
          {endpoint === 'audio/transcriptions' ? (
            <FileInput
              label="Speech"
              accept="audio/*"
              clearable
              value={ask.audio}
              onChange={(audio) => change({ audio })}
            />
          ) : (
            <Textarea
              label={endpoint === 'chat/completions' ? 'Message' : 'Input'}
              description={'messages' in ask.more ? 'Not sent: “messages” in more of the body are' : undefined}
              autosize
              minRows={3}
              maxRows={16}
              value={ask.text}
              onChange={(event) => change({ text: event.currentTarget.value })}
            />
          )}
          {endpoint === 'chat/completions' && <Images onChange={(images) => change({ images })} />}
        </Stack>
        <More more={ask.more} onChange={(more) => change({ more })} />
      </SimpleGrid>
    </Stack>
  );
}

function Images({ onChange }: { onChange: (images: readonly string[]) => void }) {
  const read = async (files: readonly File[]) => onChange(await Promise.all(files.map(readDataUrl)));
  return (
    <FileInput
      label="Images"
      placeholder="none"
      accept="image/*"
      multiple
      clearable
      onChange={(files) => void read(files)}
    />
  );
}

/** Keeps what is typed; only what can be understood is passed on. */
function More({ more, onChange }: { more: Ask['more']; onChange: (more: Ask['more']) => void }) {
  const [text, setText] = useState(fromJsonObject(more));
  const type = (next: string) => {
    setText(next);
    const value = toJsonObject(next);
    if (value !== null) onChange(value);
  };
  return (
    <JsonInput
      label="More of the body"
      description="Parameters, metadata, and input for templates"
      placeholder='{ "temperature": 0.2, "metadata": { "userId": "u-1" } }'
      autosize
      minRows={6}
      maxRows={20}
      value={text}
      onChange={type}
      error={toJsonObject(text) === null && 'This is no JSON object: the one before is sent'}
    />
  );
}
