import { TextInput } from '@mantine/core';
import { query } from '../api/client.js';
import { markSaved } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import { useVersionForm, VersionForm } from './version-form.js';

export function NewVariant({ onCreated }: { onCreated: (id: string) => void }) {
  const form = useVersionForm(null);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/variants', {
    onSuccess: async (variant) => {
      markSaved(form);
      await saved(`${variant.name} is there, in version 1`);
      onCreated(variant.id);
    },
  });
  return (
    <VersionForm
      form={form}
      from={null}
      submitLabel="Add"
      isPending={create.isPending}
      error={create.error}
      onSubmit={(version) => create.mutate({ body: { name: form.getValues('name'), version } })}
    >
      <TextInput
        label="Name"
        required
        data-autofocus
        {...form.register('name', { required: 'A name is needed' })}
        error={form.formState.errors.name?.message}
      />
    </VersionForm>
  );
}
