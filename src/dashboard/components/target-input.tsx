import type { AutocompleteProps } from '@mantine/core';
import { useCatalog } from '../api/catalog.js';
import { useConfigs, useProviders } from '../api/collections.js';
import { ModelInput } from './model-input.js';

/** What a caller names as the model: configs, and the catalog's models of the account that is being named. */
export function TargetInput({ value = '', ...input }: Omit<AutocompleteProps, 'data'>) {
  const configs = useConfigs().data?.items ?? [];
  const providers = useProviders().data?.items.filter(({ enabled }) => enabled) ?? [];
  const slug = /^@([^/]+)\//.exec(value)?.[1];
  const provider = providers.find((each) => each.slug === slug);
  const models = useCatalog(provider?.vendor).map((each) => ({ ...each, model: `@${slug ?? ''}/${each.model}` }));
  const beginnings = [
    ...configs.map((config) => `@config/${config.slug}`),
    ...providers.map((each) => `@${each.slug}/`),
  ];
  const unpriced = { contextWindow: null, input: null, output: null };
  return (
    <ModelInput
      placeholder="@config/slug or @slug/model"
      models={models.length > 0 ? models : beginnings.map((model) => ({ model, ...unpriced }))}
      value={value}
      {...input}
    />
  );
}
