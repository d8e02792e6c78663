import { Button, Group, Select, Stack, Textarea } from '@mantine/core';
import type { ReactNode } from 'react';
import { Controller, useForm, useWatch, type Control, type UseFormReturn } from 'react-hook-form';
import { useCatalog } from '../api/catalog.js';
import type { Schemas } from '../api/client.js';
import { useProviders, type Version } from '../api/collections.js';
import { JsonField } from '../components/json-field.js';
import { fromJsonObject, toJsonObject } from '../components/json-object.js';
import { ModelInput } from '../components/model-input.js';
import { SaveProblem } from '../components/save-problem.js';
import { useUnsavedForm } from '../components/unsaved.js';
import { PromptPreview } from './prompt-preview.js';

export type VersionBody = Schemas['CreateVersionBody'];

interface VersionFormValues {
  /** Of a new variant. */
  name: string;
  providerId: string | null;
  model: string;
  systemPrompt: string;
  parameters: string;
  parameterModes: string;
}

interface VersionFormProps {
  readonly form: UseFormReturn<VersionFormValues>;
  /** The version that the form began with; null for an empty form. */
  readonly from: Version | null;
  /** Fields before those of the version. */
  readonly children?: ReactNode;
  readonly submitLabel: string;
  /** What submitting it changes, where it changes something for callers. */
  readonly effect?: ReactNode;
  readonly isPending: boolean;
  readonly error: unknown;
  /** Takes the version that somebody else published meanwhile in place of what was typed. */
  readonly onReload?: () => void;
  readonly onSubmit: (body: VersionBody) => void;
}

/** @param from a version to change; null for an empty form */
export function useVersionForm(from: Version | null): UseFormReturn<VersionFormValues> {
  const form = useForm<VersionFormValues>({
    defaultValues: {
      name: '',
      providerId: from?.providerId ?? null,
      model: from?.model ?? '',
      systemPrompt: from?.systemPrompt ?? '',
      parameters: fromJsonObject(from?.parameters ?? null),
      parameterModes: fromJsonObject(from?.parameterModes ?? null),
    },
  });
  useUnsavedForm(form);
  return form;
}

/** The content of a version. What the form does not show of the one it began with is taken over. */
export function VersionForm({ form, from, children, submitLabel, effect, ...write }: VersionFormProps) {
  const { isPending, error, onReload, onSubmit } = write;
  const providers = useProviders();
  const { register, control, handleSubmit } = form;
  const submit = handleSubmit(({ providerId, model, systemPrompt, parameters, parameterModes }) =>
    onSubmit({
      ...(from !== null && { timeouts: from.timeouts, retry: from.retry }),
      providerId: providerId ?? '',
      model,
      systemPrompt: systemPrompt === '' ? null : systemPrompt,
      parameters: toJsonObject(parameters) ?? {},
      parameterModes: (toJsonObject(parameterModes) ?? {}) as VersionBody['parameterModes'] & object,
    }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        {children}
        <Controller
          control={control}
          name="providerId"
          rules={{ required: 'A provider is needed' }}
          render={({ field, fieldState }) => (
            <Select
              label="Provider"
              searchable
              required
              data={(providers.data?.items ?? []).map(({ id, name, slug }) => ({
                value: id,
                label: `${name} (@${slug})`,
              }))}
              error={fieldState.error?.message}
              {...field}
            />
          )}
        />
        <ModelField control={control} />
        <Textarea
          label="System prompt"
          description="{{ input.name }} stands for what the caller sends as input"
          autosize
          minRows={3}
          maxRows={20}
          {...register('systemPrompt')}
        />
        <PreviewOf control={control} />
        <JsonField
          control={control}
          name="parameters"
          label="Parameters"
          description="OpenAI's names"
          placeholder='{ "temperature": 0.2 }'
        />
        <JsonField
          control={control}
          name="parameterModes"
          label="Modes"
          description="By parameter: override (unless stated), default, cap or forbid"
          placeholder='{ "max_tokens": "cap" }'
        />
        {effect}
        <SaveProblem error={error} onReload={onReload ?? (() => undefined)} />
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            {submitLabel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function PreviewOf({ control }: { control: Control<VersionFormValues> }) {
  const systemPrompt = useWatch({ control, name: 'systemPrompt' });
  return systemPrompt.includes('{') ? <PromptPreview systemPrompt={systemPrompt} /> : null;
}

/** Any name that the vendor knows; the catalog's are offered. */
function ModelField({ control }: { control: Control<VersionFormValues> }) {
  const providerId = useWatch({ control, name: 'providerId' });
  const provider = useProviders().data?.items.find(({ id }) => id === providerId);
  const models = useCatalog(provider?.vendor);
  return (
    <Controller
      control={control}
      name="model"
      rules={{ required: 'A model is needed' }}
      render={({ field, fieldState }) => (
        <ModelInput
          label="Model"
          description="As the vendor names it"
          required
          models={models}
          error={fieldState.error?.message}
          {...field}
        />
      )}
    />
  );
}
