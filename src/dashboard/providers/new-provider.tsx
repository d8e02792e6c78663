import { Select, Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import type { Vendor } from '../api/collections.js';
import { query } from '../api/client.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import { ProviderFields, showFieldErrors, toCredentials, toPriceMap, type ProviderForm } from './provider-fields.js';

interface NewProviderProps {
  readonly vendors: readonly Vendor[];
  /** The one that is chosen. */
  readonly vendor: string | undefined;
  readonly onVendor: (vendor: string) => void;
  readonly onCreated: (id: string) => void;
}

export function NewProvider({ vendors, vendor: chosen, onVendor, onCreated }: NewProviderProps) {
  const vendor = vendors.find((each) => each.vendor === chosen);
  return (
    <Stack>
      <Select
        label="Vendor"
        data-autofocus
        // The list would hide the fields of a vendor that is chosen already.
        openOnFocus={chosen === undefined}
        placeholder="Choose one"
        searchable
        data={vendors.map(({ vendor: value, label }) => ({ value, label }))}
        value={chosen ?? null}
        onChange={(value) => value !== null && onVendor(value)}
      />
      {vendor && <NewProviderForm key={vendor.vendor} vendor={vendor} onCreated={onCreated} />}
    </Stack>
  );
}

function NewProviderForm({ vendor, onCreated }: { vendor: Vendor; onCreated: (id: string) => void }) {
  const form = useForm<ProviderForm>({
    defaultValues: {
      ...{ name: vendor.label, slug: '', baseUrl: '', enabled: true, prices: '' },
      credentials: Object.fromEntries(vendor.credentialFields.map(({ name }) => [name, ''])),
    },
  });
  useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/providers', {
    onError: (error) => showFieldErrors(form, error),
    onSuccess: async ({ id, slug }) => {
      markSaved(form);
      await saved(`@${slug}/ can be called`);
      onCreated(id);
    },
  });
  const submit = form.handleSubmit((values) => {
    const { name, slug, baseUrl, enabled, prices } = values;
    create.mutate({
      body: {
        vendor: vendor.vendor,
        name,
        enabled,
        credentials: toCredentials(values, vendor),
        pricingModelMap: toPriceMap(prices) ?? {},
        ...(slug !== '' && { slug }),
        ...(baseUrl !== '' && { baseUrl }),
      } as never,
    });
  });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <ProviderFields form={form} vendor={vendor} provider={null} />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}
