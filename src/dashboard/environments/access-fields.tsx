import { MultiSelect, NumberInput, Select } from '@mantine/core';
import { Controller, useWatch, type Control } from 'react-hook-form';
import { useProviders } from '../api/collections.js';
import type { EnvironmentValues } from './environment-values.js';

const ACCESS = [
  { value: 'on', label: 'All providers' },
  { value: 'off', label: 'None: only configs' },
  { value: 'listed', label: 'Only these' },
];

/** What callers of an environment may call by themselves, and how much at once. */
export function AccessFields({ control }: { control: Control<EnvironmentValues> }) {
  const providers = useProviders().data?.items ?? [];
  const access = useWatch({ control, name: 'directAccess' });
  return (
    <>
      <Controller
        control={control}
        name="directAccess"
        render={({ field }) => (
          <Select
            label="Direct access"
            description="Providers that callers reach as @slug/model; configs are not bound by it"
            allowDeselect={false}
            data={ACCESS}
            {...field}
          />
        )}
      />
      {access === 'listed' && (
        <Controller
          control={control}
          name="allowedProviders"
          rules={{ validate: (ids) => ids.length > 0 || 'Choose a provider, or say none' }}
          render={({ field, fieldState }) => (
            <MultiSelect
              label="Providers"
              searchable
              data={providers.map(({ id, name, slug }) => ({ value: id, label: `${name} (@${slug})` }))}
              error={fieldState.error?.message}
              {...field}
            />
          )}
        />
      )}
      <Controller
        control={control}
        name="maxConcurrentCalls"
        render={({ field }) => (
          <NumberInput
            label="Calls under way at once"
            description="In one process, before 429; empty: as LLMOPS_MAX_CALLS_PER_ENVIRONMENT says"
            min={1}
            allowDecimal={false}
            {...field}
          />
        )}
      />
    </>
  );
}
