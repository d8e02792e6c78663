import { ActionIcon, Button, Group, NumberInput, Select, Slider, Stack } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { Controller, useFieldArray, useFormContext, useWatch, type Control } from 'react-hook-form';
import { useVariants } from '../api/collections.js';
import { balanceShares } from './balance-shares.js';

interface ArmValues {
  variantId: string | null;
  /** A number, or `latest`. */
  version: string;
  /** Per cent. */
  share: number;
}

export interface ShadowValues extends ArmValues {
  /** USD. */
  maxDailyCost: string;
}

export interface RuleFormValues {
  priority: number;
  enabled: boolean;
  conditions: string;
  stickyBy: string;
  split: ArmValues[];
  /** Arms that get copies and serve nobody. */
  shadows: ShadowValues[];
  fallbacks: Omit<ArmValues, 'share'>[];
  fallbackOn: string[];
  continueStreams: boolean;
}

/** Whether a number was typed or stepped to, and not set by the form, which would set the others anew. */
function isInput(source: string): boolean {
  return source !== 'prop';
}

/** The arms of a split, each with its share in per cent. */
export function Arms({ control }: { control: Control<RuleFormValues> }) {
  const { fields, append, remove } = useFieldArray({ control, name: 'split' });
  const { setValue, getValues } = useFormContext<RuleFormValues>();
  const setShare = (place: number, percent: number) => {
    const shares = getValues('split').map(({ share }) => Math.round(share * 100));
    for (const [index, share] of balanceShares(shares, place, percent * 100).entries()) {
      setValue(`split.${index}.share`, share / 100, { shouldDirty: true });
    }
  };
  const removeArm = (place: number) => {
    setShare(place, 0);
    remove(place);
  };
  return (
    <Stack gap="xs">
      {fields.map((arm, index) => (
        <ArmRow key={arm.id} what={`arm ${index + 1}`} isOnly={fields.length === 1} onRemove={() => removeArm(index)}>
          <VariantSelect control={control} name={`split.${index}.variantId`} />
          <VersionInput control={control} name={`split.${index}.version`} />
          <Controller
            control={control}
            name={`split.${index}.share`}
            render={({ field }) => (
              <Stack gap={4} flex="1 1 6rem" maw={160}>
                <NumberInput
                  label="Share"
                  suffix=" %"
                  min={0}
                  max={100}
                  decimalScale={2}
                  value={field.value}
                  onValueChange={({ floatValue = 0 }, { source }) => isInput(source) && setShare(index, floatValue)}
                />
                <Slider
                  size="sm"
                  min={0}
                  max={100}
                  label={null}
                  disabled={fields.length === 1}
                  thumbLabel={`Share of arm ${index + 1}`}
                  value={field.value}
                  onChange={(value) => setShare(index, value)}
                />
              </Stack>
            )}
          />
        </ArmRow>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => append({ variantId: null, version: 'latest', share: 0 })}>
          Add an arm
        </Button>
      </Group>
    </Stack>
  );
}

interface ArmRowProps {
  /** For the button that takes it away. */
  readonly what: string;
  /** Which cannot be taken away. */
  readonly isOnly?: boolean;
  readonly onRemove: () => void;
  readonly children: ReactNode;
}

/** The fields of one arm: side by side, and on a phone below its variant. */
export function ArmRow({ what, isOnly = false, onRemove, children }: ArmRowProps) {
  return (
    <Group align="flex-start" gap="xs" pb="xs">
      {children}
      <ActionIcon
        variant="subtle"
        color="red"
        mt={28}
        ml="auto"
        aria-label={`Remove ${what}`}
        disabled={isOnly}
        onClick={onRemove}
      >
        <Trash2 size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

/** Who is called next, in order. */
export function Fallbacks({ control }: { control: Control<RuleFormValues> }) {
  const { fields, append, remove } = useFieldArray({ control, name: 'fallbacks' });
  return (
    <Stack gap="xs">
      {fields.map((arm, index) => (
        <ArmRow key={arm.id} what={`fallback ${index + 1}`} onRemove={() => remove(index)}>
          <VariantSelect control={control} name={`fallbacks.${index}.variantId`} />
          <VersionInput control={control} name={`fallbacks.${index}.version`} />
        </ArmRow>
      ))}
      <Group>
        <Button size="xs" variant="default" onClick={() => append({ variantId: null, version: 'latest' })}>
          Add a fallback
        </Button>
      </Group>
    </Stack>
  );
}

export interface ArmFieldProps<Name extends string> {
  readonly control: Control<RuleFormValues>;
  readonly name: Name;
}

type ArmField<Name extends string> = `${'split' | 'shadows' | 'fallbacks'}.${number}.${Name}`;

export function VariantSelect({ control, name }: ArmFieldProps<ArmField<'variantId'>>) {
  const variants = useVariants().data?.items ?? [];
  return (
    <Controller
      control={control}
      name={name}
      rules={{ required: 'Choose a variant' }}
      render={({ field, fieldState }) => (
        <Select
          label="Variant"
          searchable
          flex="1 1 11rem"
          data={variants.map(({ id, name: label }) => ({ value: id, label }))}
          error={fieldState.error?.message}
          {...field}
        />
      )}
    />
  );
}

/** Pinned, or whichever is the latest at the time of a call. */
export function VersionInput({ control, name }: ArmFieldProps<ArmField<'version'>>) {
  const variantId = useWatch({ control, name: name.replace(/version$/, 'variantId') as ArmField<'variantId'> });
  const latest = useVariants().data?.items.find(({ id }) => id === variantId)?.latestVersion ?? 0;
  const numbers = Array.from({ length: latest }, (_, index) => String(latest - index));
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Select
          label="Version"
          flex="1 1 5rem"
          maw={160}
          searchable
          allowDeselect={false}
          // A version that is pinned is there before the variants are known.
          data={[...new Set(['latest', ...numbers, field.value])]}
          limit={200}
          {...field}
        />
      )}
    />
  );
}
