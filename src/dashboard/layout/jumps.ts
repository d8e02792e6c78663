import type { SpotlightActionData } from '@mantine/spotlight';
import { useNavigate } from '@tanstack/react-router';
import { useEnvironments, useProviders } from '../api/collections.js';

/** Objects that the command palette finds by name, each with the screen that shows it. */
export function useJumps(): SpotlightActionData[] {
  const navigate = useNavigate();
  const providers = useProviders().data?.items ?? [];
  const environments = useEnvironments().data?.items ?? [];
  return [
    ...providers.map(({ id, name, slug }) => ({
      id,
      label: name,
      description: `Provider @${slug}/`,
      onClick: () => void navigate({ to: '/providers', search: { open: id } }),
    })),
    ...environments.map(({ id, name, slug }) => ({
      id,
      label: name,
      description: `Environment ${slug}`,
      onClick: () => void navigate({ to: '/environments', search: { open: id } }),
    })),
  ];
}
