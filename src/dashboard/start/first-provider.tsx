import { Badge, Group, Stack, Text } from '@mantine/core';
import { useProviders, useVendors, type Provider } from '../api/collections.js';
import { Panel } from '../components/dialog.js';
import { LinkAnchor } from '../components/links.js';
import { QueryView } from '../components/query-view.js';
import { NewProvider } from '../providers/new-provider.js';
import { TestProvider } from '../providers/test-provider.js';
import { startRoute } from '../router.js';

/** The accounts that there are, each with its test, and a form for another. */
export function FirstProvider() {
  return (
    <QueryView result={useProviders()}>
      {({ items }) => (
        <>
          {items.map((provider) => (
            <Stack key={provider.id} gap="xs">
              <ProviderLine provider={provider} />
              <TestProvider id={provider.id} />
            </Stack>
          ))}
          <Text size="sm">
            {items.length === 0 && 'There is none yet. '}
            <LinkAnchor to="/start" search={(search) => ({ ...search, open: 'new' })} size="sm">
              Add a provider
            </LinkAnchor>{' '}
            with a vendor’s key to call real models.
          </Text>
          <NewProviderDrawer />
        </>
      )}
    </QueryView>
  );
}

function ProviderLine({ provider: { name, slug, vendor, enabled } }: { provider: Provider }) {
  return (
    <Group gap="xs">
      <Text size="sm" fw={600}>
        {name}
      </Text>
      <Text size="sm">@{slug}/</Text>
      {vendor === 'sandbox' && <Badge variant="light">answers offline, at no cost</Badge>}
      {!enabled && <Badge color="gray">disabled</Badge>}
    </Group>
  );
}

/** Over this page, which keeps a secret that was made meanwhile. */
function NewProviderDrawer() {
  const { open, vendor } = startRoute.useSearch();
  const navigate = startRoute.useNavigate();
  const vendors = useVendors();
  const show = (change: { open?: 'new' | undefined; vendor?: string | undefined }) =>
    void navigate({ search: (search) => ({ ...search, ...change }) });
  const close = () => show({ open: undefined, vendor: undefined });
  return (
    <Panel opened={open === 'new'} onClose={close} size="lg" title="Add a provider">
      <QueryView result={vendors}>
        {({ items }) => (
          <NewProvider vendors={items} vendor={vendor} onVendor={(id) => show({ vendor: id })} onCreated={close} />
        )}
      </QueryView>
    </Panel>
  );
}
