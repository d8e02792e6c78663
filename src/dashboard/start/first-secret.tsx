import { Button, Group, Select, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import { useEnvironments, type Environment } from '../api/collections.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { QueryView } from '../components/query-view.js';
import { ShownOnce } from '../components/shown-once.js';
import { useSaved } from '../components/use-saved.js';

export type MadeSecret = Schemas['NewSecretView'];

/** Search parameters of the page's other steps. */
const BESIDE = ['open', 'vendor', 'model', 'setup'];

interface FirstSecretProps {
  /** Kept by the page for as long as it is open, since nothing shows it again. */
  readonly made: MadeSecret | null;
  readonly onMade: (secret: MadeSecret) => void;
  /** A call with it has come. */
  readonly isUsed: boolean;
}

export function FirstSecret({ made, onMade, isUsed }: FirstSecretProps) {
  const environments = useEnvironments();
  if (made !== null) {
    return (
      <ShownOnce
        title="The new secret: it is shown this once"
        secret={made.secret}
        note="It is filled in below for as long as this page is open."
        beside={BESIDE}
        isTaken={isUsed}
      />
    );
  }
  return (
    <QueryView result={environments}>{({ items }) => <MakeSecret environments={items} onMade={onMade} />}</QueryView>
  );
}

interface MakeSecretProps {
  readonly environments: readonly Environment[];
  readonly onMade: (secret: MadeSecret) => void;
}

function MakeSecret({ environments, onMade }: MakeSecretProps) {
  const [id, setId] = useState(environments.find(({ isProduction }) => !isProduction)?.id ?? environments[0]?.id);
  const [name, setName] = useState('First call');
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/environments/{id}/secrets', {
    onSuccess: async (secret) => {
      onMade(secret);
      await saved('The secret is made');
    },
  });
  if (id === undefined) return <Text size="sm">There is no environment yet: add one under Environments first.</Text>;
  return (
    <>
      <Group align="flex-end">
        <Select
          label="Environment"
          data={environments.map((each) => ({ value: each.id, label: each.name }))}
          value={id}
          allowDeselect={false}
          onChange={(value) => setId(value ?? id)}
        />
        <TextInput label="Name" value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button
          loading={create.isPending}
          onClick={() => create.mutate({ params: { path: { id } }, body: name === '' ? {} : { name } })}
        >
          Make the secret
        </Button>
      </Group>
      {create.isError && <ProblemAlert error={create.error} />}
    </>
  );
}
