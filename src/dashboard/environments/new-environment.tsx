import { Stack, TextInput } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { query } from '../api/client.js';
import { SwitchField } from '../components/switch-field.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';

export function NewEnvironment({ onCreated }: { onCreated: (id: string) => void }) {
  const form = useForm({ defaultValues: { name: '', slug: '', isProduction: false } });
  const { register, control, handleSubmit, formState } = form;
  useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/environments', {
    onSuccess: async ({ id, name }) => {
      markSaved(form);
      await saved(`${name} is there; it needs a secret`);
      onCreated(id);
    },
  });
  const submit = handleSubmit(({ name, slug, isProduction }) =>
    create.mutate({ body: { name, isProduction, ...(slug !== '' && { slug }) } }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          {...register('name', { required: 'A name is needed' })}
          error={formState.errors.name?.message}
        />
        <TextInput label="Slug" placeholder="made from the name" {...register('slug')} />
        <SwitchField control={control} name="isProduction" label="Production" />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}
