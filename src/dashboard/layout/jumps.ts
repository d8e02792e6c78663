import type { SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useConfigs, useEnvironments, useProviders, useVariants, useWebhooks } from '../api/collections.js';
import { useRollouts } from '../rollouts/use-rollouts.js';

/** Objects that the command palette finds by name, each with the screen that shows it. */
export function useJumps(): SpotlightActionData[] {
  const navigate = useNavigate();
  const providers = useProviders().data?.items ?? [];
  const environments = useEnvironments().data?.items ?? [];
  const configs = useConfigs().data?.items ?? [];
  const variants = useVariants().data?.items ?? [];
  const rollouts = useRollouts(false).data?.items ?? [];
  const nameOf = (items: readonly { readonly id: string; readonly name: string }[], id: string) =>
    items.find((item) => item.id === id)?.name ?? id;
  const webhooks = useWebhooks().data?.items ?? [];
  return [
    ...providers.map(({ id, name, slug }) => ({
      id,
      label: name,
      description: `Provider @${slug}/`,
      onClick: () => void navigate({ to: '/providers', search: { open: id } }),
    })),
    ...configs.map(({ id, name, slug }) => ({
      id,
      label: name,
      description: `Config @config/${slug}`,
      onClick: () => void navigate({ to: '/configs/$configId', params: { configId: id } }),
    })),
    ...variants.map(({ id, name }) => ({
      id,
      label: name,
      description: 'Variant',
      onClick: () => void navigate({ to: '/variants', search: { open: id } }),
    })),
    ...webhooks.map(({ id, name, url }) => ({
      id,
      label: name,
      description: `Webhook ${url}`,
      onClick: () => void navigate({ to: '/webhooks', search: { open: id } }),
    })),
    ...environments.map(({ id, name, slug }) => ({
      id,
      label: name,
      description: `Environment ${slug}`,
      onClick: () => void navigate({ to: '/environments', search: { open: id } }),
    })),
    ...environments.flatMap(({ id, name: environment, secrets }) =>
      secrets.map((secret) => ({
        id: secret.id,
        label: secret.name ?? 'unnamed secret',
        description: `Secret of ${environment}`,
        onClick: () => void navigate({ to: '/environments', search: { open: id } }),
      })),
    ),
    ...rollouts.map(({ id, variantId, version, configId, state }) => ({
      id,
      label: `${nameOf(variants, variantId)}, version ${version}`,
      description: `Rollout in ${nameOf(configs, configId)}, ${state.replace('_', ' ')}`,
      onClick: () => void navigate({ to: '/rollouts', search: { open: id } }),
    })),
  ];
}
