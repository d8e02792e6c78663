import { Button, Group, Stack, Title } from '@mantine/core';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import type { Provider, Vendor } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { SaveProblem } from '../components/save-problem.js';
import { useEditForm } from '../components/use-edit-form.js';
import { useSaved } from '../components/use-saved.js';
import { WhereUsed } from '../configs/where-used.js';
import {
  fromPriceMap,
  ProviderFields,
  showFieldErrors,
  toCredentials,
  toPriceMap,
  type ProviderForm,
} from './provider-fields.js';
import { TestProvider } from './test-provider.js';

const PATH = '/llmops/api/admin/v1/providers/{id}';

interface EditProviderProps {
  readonly provider: Provider;
  readonly vendor: Vendor;
  readonly onDeleted: () => void;
}

export function EditProvider({ provider, vendor, onDeleted }: EditProviderProps) {
  const path = { id: provider.id };
  const { form, base, reload } = useEditForm(provider, (each) => toForm(each, vendor));
  const saved = useSaved();
  const update = query.useMutation('patch', PATH, {
    onError: (error) => showFieldErrors(form, error),
    onSuccess: async (changed) => {
      form.reset(toForm(changed, vendor));
      await saved(`${changed.name} is saved`);
    },
  });
  const remove = query.useMutation('delete', PATH, {
    onSuccess: async () => {
      onDeleted();
      await saved(`${provider.name} is deleted`);
    },
  });
  const loadNewest = () => {
    reload();
    update.reset();
  };
  const submit = form.handleSubmit((values) =>
    update.mutate({ params: { path, header: ifMatch(base) }, body: toChange(values, { provider: base, vendor }) }),
  );
  const askToDelete = () =>
    confirmDestructive({
      title: `Delete ${provider.name}?`,
      text: `Calls of @${provider.slug}/… fail from then on. Its credentials are deleted; its log stays.`,
      confirm: 'Delete',
      onConfirm: () => remove.mutate({ params: { path, header: ifMatch(provider) } }),
    });
  return (
    <Stack gap="xl">
      <TestProvider id={provider.id} />
      <form onSubmit={(event) => void submit(event)} noValidate>
        <Stack>
          <ProviderFields form={form} vendor={vendor} provider={provider} />
          <SaveProblem error={update.error} onReload={loadNewest} />
          {remove.isError && <ProblemAlert error={remove.error} />}
          <Group justify="space-between">
            <Button variant="light" color="red" onClick={askToDelete} loading={remove.isPending}>
              Delete
            </Button>
            <Button type="submit" loading={update.isPending} disabled={!form.formState.isDirty}>
              Save
            </Button>
          </Group>
        </Stack>
      </form>
      <section>
        <Title order={2} size="h4" mb="sm">
          Where it is used
        </Title>
        <WhereUsed
          of={{ providerId: provider.id }}
          empty={`No rule serves a version that calls it. Callers may name it themselves: @${provider.slug}/model.`}
        />
      </section>
    </Stack>
  );
}

function toForm(provider: Provider, vendor: Vendor): ProviderForm {
  const { name, slug, baseUrl, enabled, pricingModelMap, credentials } = provider;
  const shown = vendor.credentialFields.map((field) => [field.name, credentials?.[field.name]?.value ?? ''] as const);
  return {
    name,
    slug,
    baseUrl: baseUrl ?? '',
    enabled,
    credentials: Object.fromEntries(shown),
    prices: fromPriceMap(pricingModelMap),
  };
}

/** Secrets that were not typed again stay; what is no secret and was emptied is taken out. */
function toChange(values: ProviderForm, { provider, vendor }: { provider: Provider; vendor: Vendor }) {
  const { name, slug, baseUrl, enabled, prices } = values;
  const emptied = vendor.credentialFields
    .filter((field) => !field.secret && values.credentials[field.name] === '')
    .filter((field) => provider.credentials?.[field.name]?.isSet === true)
    .map((field) => [field.name, null] as const);
  const credentials = { ...toCredentials(values, vendor), ...Object.fromEntries(emptied) };
  return {
    name,
    slug,
    enabled,
    baseUrl: baseUrl === '' ? null : baseUrl,
    pricingModelMap: toPriceMap(prices) ?? {},
    ...(Object.keys(credentials).length > 0 && { credentials }),
  };
}
