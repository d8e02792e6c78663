import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { Controller } from 'react-hook-form';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useConfigs, type Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { SwitchField } from '../components/switch-field.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { SaveProblem } from '../components/save-problem.js';
import { useEditForm } from '../components/use-edit-form.js';
import { useSaved } from '../components/use-saved.js';
import { AccessFields } from './access-fields.js';
import { ContentFields } from './content-fields.js';
import { toEnvironmentBody, toEnvironmentValues } from './environment-values.js';
import { Secrets } from './secrets.js';

const PATH = '/llmops/api/admin/v1/environments/{id}';

interface EnvironmentPanelProps {
  readonly environment: Environment;
  readonly onDeleted: () => void;
}

export function EnvironmentPanel({ environment, onDeleted }: EnvironmentPanelProps) {
  const path = { id: environment.id };
  const saved = useSaved();
  const remove = query.useMutation('delete', PATH, {
    onSuccess: async () => {
      onDeleted();
      await saved(`${environment.name} is deleted`);
    },
  });
  const askToDelete = () =>
    confirmDestructive({
      title: `Delete ${environment.name}?`,
      text: `Its ${environment.secrets.length} secrets end at once: whoever calls with one of them is refused.`,
      confirm: 'Delete',
      onConfirm: () => remove.mutate({ params: { path, header: ifMatch(environment) } }),
    });
  return (
    <Stack gap="xl">
      <Secrets environment={environment} />
      <EnvironmentForm environment={environment} />
      {remove.isError && <ProblemAlert error={remove.error} />}
      <Group>
        <Button variant="light" color="red" onClick={askToDelete} loading={remove.isPending}>
          Delete the environment
        </Button>
      </Group>
    </Stack>
  );
}

function EnvironmentForm({ environment }: { environment: Environment }) {
  const configs = useConfigs();
  const { form, base, reload } = useEditForm(environment, toEnvironmentValues);
  const { register, control, handleSubmit, formState } = form;
  const saved = useSaved();
  const update = query.useMutation('patch', PATH, {
    onSuccess: async ({ name }) => {
      form.reset(form.getValues());
      await saved(`${name} is saved`);
    },
  });
  const loadNewest = () => {
    reload();
    update.reset();
  };
  const submit = handleSubmit((values) =>
    update.mutate({
      params: { path: { id: environment.id }, header: ifMatch(base) },
      body: toEnvironmentBody(values),
    }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          {...register('name', { required: 'A name is needed' })}
          error={formState.errors.name?.message}
        />
        <TextInput label="Slug" {...register('slug')} />
        <SwitchField control={control} name="isProduction" label="Production" />
        <Controller
          control={control}
          name="defaultConfigId"
          render={({ field }) => (
            <Select
              label="Default config"
              description="Serves calls that name neither a config nor @slug/model"
              clearable
              searchable
              data={(configs.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
              {...field}
            />
          )}
        />
        <AccessFields control={control} />
        <ContentFields form={form} error={update.error} />
        <SaveProblem error={update.error} onReload={loadNewest} />
        <Group justify="flex-end">
          <Button type="submit" loading={update.isPending} disabled={!formState.isDirty}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
