import { ActionIcon, Button, Fieldset, Group, NumberInput, Select, SimpleGrid, Stack } from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { Trash2 } from 'lucide-react';
import { Controller, useFieldArray, useForm, useWatch, type Control, type FieldPathByValue } from 'react-hook-form';
import type { Schemas } from '../api/client.js';
import { useVariants, type Rule } from '../api/collections.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import { useRolloutPut } from './use-rollouts.js';
import '@mantine/dates/styles.css';

/** As the form holds them: shares and rates in per cent; an empty field is not stated. */
interface RolloutValues {
  variantId: string | null;
  version: string | null;
  steps: { share: Amount; minMinutes: Amount; minRequests: Amount }[];
  startAt: string | null;
  maxErrorRate: Amount;
  maxP95Ms: Amount;
  maxRelativeErrorIncrease: Amount;
  action: 'rollback' | 'pause';
}

type Amount = number | '';

const BEGINNING: RolloutValues = {
  variantId: null,
  version: null,
  steps: [
    { share: 10, minMinutes: 60, minRequests: '' },
    { share: 50, minMinutes: 240, minRequests: '' },
    { share: 100, minMinutes: 1_440, minRequests: '' },
  ],
  startAt: null,
  maxErrorRate: 2,
  maxP95Ms: '',
  maxRelativeErrorIncrease: '',
  action: 'rollback',
};

interface RolloutFormProps {
  readonly rule: Rule;
  readonly onStarted: (id: string) => void;
}

export function RolloutForm({ rule, onStarted }: RolloutFormProps) {
  const form = useForm<RolloutValues>({ defaultValues: BEGINNING });
  const { control, handleSubmit } = form;
  useUnsavedForm(form);
  const saved = useSaved();
  const put = useRolloutPut(async ({ id }) => {
    markSaved(form);
    await saved('The rollout has begun');
    onStarted(id);
  });
  const submit = handleSubmit((values) =>
    put.mutate({ params: { path: { id: rule.configId, ruleId: rule.id } }, body: toBody(values) }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <ChooseVersion control={control} />
        <Fieldset legend="Steps">
          <Steps control={control} />
        </Fieldset>
        <Fieldset legend="Guard: what the version may do at most">
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <AmountField control={control} name="maxErrorRate" label="Failed calls" suffix=" %" />
            <AmountField control={control} name="maxP95Ms" label="95th percentile" suffix=" ms" />
            <AmountField
              control={control}
              name="maxRelativeErrorIncrease"
              label="More failures than the other arms"
              suffix=" %"
            />
            <Controller
              control={control}
              name="action"
              render={({ field }) => (
                <Select
                  label="Where a bound is broken"
                  allowDeselect={false}
                  data={[
                    { value: 'rollback', label: 'Roll back' },
                    { value: 'pause', label: 'Pause' },
                  ]}
                  {...field}
                />
              )}
            />
          </SimpleGrid>
        </Fieldset>
        <Controller
          control={control}
          name="startAt"
          render={({ field }) => (
            <DateTimePicker
              label="Begins"
              placeholder="at once"
              clearable
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
        <SubmitRow label="Begin" write={put} />
      </Stack>
    </form>
  );
}

function ChooseVersion({ control }: { control: Control<RolloutValues> }) {
  const variants = useVariants().data?.items ?? [];
  const variantId = useWatch({ control, name: 'variantId' });
  const latest = variants.find(({ id }) => id === variantId)?.latestVersion ?? 0;
  const numbers = Array.from({ length: latest }, (_, index) => String(latest - index));
  return (
    <Group grow align="flex-start">
      <Controller
        control={control}
        name="variantId"
        rules={{ required: 'Choose a variant' }}
        render={({ field, fieldState }) => (
          <Select
            label="Variant"
            searchable
            data={variants.map(({ id, name }) => ({ value: id, label: name }))}
            error={fieldState.error?.message}
            {...field}
          />
        )}
      />
      <Controller
        control={control}
        name="version"
        rules={{ required: 'Choose a version' }}
        render={({ field, fieldState }) => (
          <Select label="Version" data={numbers} error={fieldState.error?.message} {...field} />
        )}
      />
    </Group>
  );
}

function Steps({ control }: { control: Control<RolloutValues> }) {
  const { fields, append, remove } = useFieldArray({ control, name: 'steps' });
  return (
    <Stack gap="xs">
      {fields.map((step, index) => (
        <Group key={step.id} align="flex-end" wrap="nowrap">
          <AmountField control={control} name={`steps.${index}.share`} label="Callers" suffix=" %" required />
          <AmountField control={control} name={`steps.${index}.minMinutes`} label="Minutes at least" required />
          <AmountField control={control} name={`steps.${index}.minRequests`} label="Calls at least" />
          <ActionIcon
            variant="subtle"
            color="red"
            aria-label={`Remove step ${index + 1}`}
            disabled={fields.length === 1}
            onClick={() => remove(index)}
          >
            <Trash2 size={16} aria-hidden />
          </ActionIcon>
        </Group>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => append({ share: 100, minMinutes: 60, minRequests: '' })}>
          Add a step
        </Button>
      </Group>
    </Stack>
  );
}

interface AmountFieldProps {
  readonly control: Control<RolloutValues>;
  readonly name: FieldPathByValue<RolloutValues, Amount>;
  readonly label: string;
  readonly suffix?: string;
  readonly required?: true;
}

function AmountField({ control, name, required, ...shown }: AmountFieldProps) {
  return (
    <Controller
      control={control}
      name={name}
      rules={required && { validate: (value) => value !== '' || 'A number is needed' }}
      render={({ field: { onChange, ...field }, fieldState }) => (
        <NumberInput
          {...shown}
          {...field}
          min={0}
          placeholder={required ? undefined : 'none'}
          onChange={(value) => onChange(typeof value === 'number' ? value : '')}
          error={fieldState.error?.message}
        />
      )}
    />
  );
}

function toBody(values: RolloutValues): Schemas['PutRolloutBody'] {
  const { maxErrorRate, maxP95Ms, maxRelativeErrorIncrease, action } = values;
  const guard = {
    ...(maxErrorRate !== '' && { maxErrorRate: maxErrorRate / 100 }),
    ...(maxP95Ms !== '' && { maxP95Ms }),
    ...(maxRelativeErrorIncrease !== '' && { maxRelativeErrorIncrease: maxRelativeErrorIncrease / 100 }),
  };
  return {
    variantId: values.variantId ?? '',
    version: Number(values.version),
    steps: values.steps.map(({ share, minMinutes, minRequests }) => ({
      weight: Math.round(Number(share) * 100),
      minMinutes: Number(minMinutes),
      ...(minRequests !== '' && { minRequests }),
    })),
    startAt: values.startAt === null ? null : new Date(values.startAt).toISOString(),
    guard: Object.keys(guard).length === 0 ? null : { ...guard, action },
  };
}
