import { Button, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { Controller, useForm } from 'react-hook-form';
import { query, type Schemas } from '../api/client.js';
import type { Environment } from '../api/collections.js';
import { Dialog } from '../components/dialog.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import '@mantine/dates/styles.css';

interface DialogProps {
  readonly environment: Environment;
  readonly opened: boolean;
  readonly onMade: (secret: Schemas['NewSecretView']) => void;
  readonly onClose: () => void;
}

interface SecretValues {
  name: string;
  expiresAt: string | null;
}

export function CreateSecret({ environment, opened, onMade, onClose }: DialogProps) {
  const form = useForm<SecretValues>({ defaultValues: { name: '', expiresAt: null } });
  const { control, register, handleSubmit, reset } = form;
  const leave = useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/environments/{id}/secrets', {
    onSuccess: async (secret) => {
      reset();
      onMade(secret);
      onClose();
      await saved('The secret is made');
    },
  });
  const close = () =>
    leave(() => {
      create.reset();
      onClose();
    });
  const submit = handleSubmit(({ name, expiresAt }) =>
    create.mutate({
      params: { path: { id: environment.id } },
      body: {
        ...(name !== '' && { name }),
        ...(expiresAt !== null && { expiresAt: new Date(expiresAt).toISOString() }),
      },
    }),
  );
  return (
    <Dialog opened={opened} onClose={close} title="New secret">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <TextInput
            label="Name"
            description="Who uses it; stands in the log beside each of its calls"
            {...register('name')}
            data-autofocus
          />
          <Controller
            control={control}
            name="expiresAt"
            render={({ field: { value, onChange } }) => (
              <DateTimePicker label="Expires" placeholder="never" clearable value={value} onChange={onChange} />
            )}
          />
          {create.isError && <ProblemAlert error={create.error} />}
          <Button type="submit" loading={create.isPending}>
            Make the secret
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}

const DAY_HOURS = 24;

export function RotateSecrets({ environment, opened, onMade, onClose }: DialogProps) {
  const form = useForm<{ hours: string | number }>({ defaultValues: { hours: DAY_HOURS } });
  const { control, handleSubmit, reset } = form;
  const leave = useUnsavedForm(form);
  const saved = useSaved();
  const rotate = query.useMutation('post', '/llmops/api/admin/v1/environments/{id}/secrets/rotate', {
    onSuccess: async (secret) => {
      reset();
      onMade(secret);
      onClose();
      await saved('The secrets are rotated');
    },
  });
  const close = () =>
    leave(() => {
      rotate.reset();
      onClose();
    });
  const submit = handleSubmit(({ hours }) =>
    rotate.mutate({
      params: { path: { id: environment.id } },
      body: { graceSeconds: Math.round(Number(hours) * 3_600) },
    }),
  );
  return (
    <Dialog opened={opened} onClose={close} title="Rotate the secrets">
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <Text size="sm">
            A new secret is made, and the {environment.secrets.length} there are end after the time that applications
            need to take it.
          </Text>
          <Controller
            control={control}
            name="hours"
            render={({ field }) => (
              <NumberInput label="Hours until the old ones end" min={0} max={8_760} data-autofocus {...field} />
            )}
          />
          {rotate.isError && <ProblemAlert error={rotate.error} />}
          <Button type="submit" loading={rotate.isPending}>
            Rotate
          </Button>
        </Stack>
      </form>
    </Dialog>
  );
}
