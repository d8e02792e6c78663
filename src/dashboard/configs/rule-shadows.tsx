import { Button, Group, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { Controller, useFieldArray, type Control } from 'react-hook-form';
import { DocsLink } from '../components/docs-link.js';
import { ArmRow, VariantSelect, VersionInput, type RuleFormValues } from './rule-arms.js';

/** As many as the API takes. */
const MAX_SHADOWS = 3;

/** Arms that get copies of answered requests and serve nobody: outside of the shares that sum to 100. */
export function Shadows({ control }: { control: Control<RuleFormValues> }) {
  const { fields, append, remove } = useFieldArray({ control, name: 'shadows' });
  return (
    <Stack gap="xs">
      <Text size="sm" c="dimmed">
        Each gets a copy of some requests after they were answered. Callers never see its answers; what it costs is
        spent.{' '}
        <DocsLink page="shadow" beside>
          About shadows
        </DocsLink>
      </Text>
      {fields.map((shadow, index) => (
        <ArmRow key={shadow.id} what={`shadow ${index + 1}`} onRemove={() => remove(index)}>
          <VariantSelect control={control} name={`shadows.${index}.variantId`} />
          <VersionInput control={control} name={`shadows.${index}.version`} />
          <ShareInput control={control} index={index} />
          <CapInput control={control} index={index} />
        </ArmRow>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          disabled={fields.length >= MAX_SHADOWS}
          onClick={() => append({ variantId: null, version: 'latest', share: 10, maxDailyCost: '' })}
        >
          Add a shadow
        </Button>
      </Group>
    </Stack>
  );
}

interface ShadowFieldProps {
  readonly control: Control<RuleFormValues>;
  readonly index: number;
}

function ShareInput({ control, index }: ShadowFieldProps) {
  return (
    <Controller
      control={control}
      name={`shadows.${index}.share`}
      rules={{ min: { value: 0.01, message: 'At least 0.01 %' } }}
      render={({ field: { onChange, ...field }, fieldState }) => (
        <NumberInput
          label="Copied"
          suffix=" %"
          flex="1 1 5rem"
          maw={120}
          min={0}
          max={100}
          decimalScale={2}
          error={fieldState.error?.message}
          {...field}
          onValueChange={({ floatValue = 0 }, { event }) => event && onChange(floatValue)}
        />
      )}
    />
  );
}

function CapInput({ control, index }: ShadowFieldProps) {
  return (
    <Controller
      control={control}
      name={`shadows.${index}.maxDailyCost`}
      rules={{
        required: 'State what a day may cost',
        pattern: { value: /^(?=.*[1-9])\d{1,9}(\.\d{1,12})?$/, message: 'USD, such as 5 or 0.5' },
      }}
      render={({ field, fieldState }) => (
        <TextInput
          label="USD a day"
          inputMode="decimal"
          placeholder="5"
          flex="1 1 6rem"
          maw={140}
          error={fieldState.error?.message}
          {...field}
        />
      )}
    />
  );
}
