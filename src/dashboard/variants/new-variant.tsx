import { Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { query } from '../api/client.js';
import { useSaved } from '../components/use-saved.js';
import { VersionForm } from './version-form.js';

export function NewVariant({ onCreated }: { onCreated: (id: string) => void }) {
  const [name, setName] = useState('');
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/variants', {
    onSuccess: async (variant) => {
      await saved(`${variant.name} is there, in version 1`);
      onCreated(variant.id);
    },
  });
  return (
    <Stack>
      <TextInput
        label="Name"
        required
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <VersionForm
        from={null}
        submitLabel="Add"
        isPending={create.isPending}
        error={create.error}
        onSubmit={(version) => create.mutate({ body: { name, version } })}
      />
    </Stack>
  );
}
