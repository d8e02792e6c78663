import { Badge, Button, Drawer, Table, Text, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useProviders, useVendors, type Provider, type Vendor } from '../api/collections.js';
import { CopyText } from '../components/copy-text.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { providersRoute } from '../router.js';
import { EditProvider } from './edit-provider.js';
import { NewProvider } from './new-provider.js';
import { ProviderHealth } from './provider-health.js';

const NEW = 'new';

export function ProvidersPage() {
  const { open, vendor } = providersRoute.useSearch();
  const navigate = providersRoute.useNavigate();
  const providers = useProviders();
  const vendors = useVendors();
  const show = (id: string | undefined) => void navigate({ search: { open: id } });
  return (
    <>
      <PageHeader
        title="Providers"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show(NEW)}>
            Add a provider
          </Button>
        }
      >
        Accounts of vendors. Callers reach a model of one as <code>@slug/model</code>; variants of configs call them
        too.
      </PageHeader>
      <QueryView result={providers}>
        {({ items }) => (
          <QueryView result={vendors}>
            {({ items: known }) => (
              <>
                <ProviderTable providers={items} vendors={known} onOpen={show} />
                <Drawer
                  opened={open !== undefined}
                  onClose={() => show(undefined)}
                  position="right"
                  size="lg"
                  title={titleOf(open, items)}
                >
                  {open === NEW && (
                    <NewProvider
                      vendors={known}
                      vendor={vendor}
                      onVendor={(id) => void navigate({ search: { open: NEW, vendor: id }, replace: true })}
                      onCreated={show}
                    />
                  )}
                  <OpenProvider providers={items} vendors={known} open={open} onDeleted={() => show(undefined)} />
                </Drawer>
              </>
            )}
          </QueryView>
        )}
      </QueryView>
    </>
  );
}

function titleOf(open: string | undefined, providers: readonly Provider[]): string {
  if (open === NEW) return 'Add a provider';
  return providers.find(({ id }) => id === open)?.name ?? 'There is no such provider';
}

interface OpenProviderProps {
  readonly providers: readonly Provider[];
  readonly vendors: readonly Vendor[];
  readonly open: string | undefined;
  readonly onDeleted: () => void;
}

function OpenProvider({ providers, vendors, open, onDeleted }: OpenProviderProps) {
  const provider = providers.find(({ id }) => id === open);
  const vendor = vendors.find((each) => each.vendor === provider?.vendor);
  if (provider === undefined || vendor === undefined) return null;
  return <EditProvider key={provider.id} provider={provider} vendor={vendor} onDeleted={onDeleted} />;
}

interface ProviderTableProps {
  readonly providers: readonly Provider[];
  readonly vendors: readonly Vendor[];
  readonly onOpen: (id: string) => void;
}

function ProviderTable({ providers, vendors, onOpen }: ProviderTableProps) {
  if (providers.length === 0) {
    return <Text c="dimmed">No provider yet. Add one, and its models can be called as @slug/model at once.</Text>;
  }
  const labelOf = (vendor: string) => vendors.find((each) => each.vendor === vendor)?.label ?? vendor;
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Vendor</Table.Th>
            <Table.Th>Called as</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th>Health</Table.Th>
            <Table.Th>Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {providers.map((provider) => (
            <Table.Tr key={provider.id}>
              <Table.Td>
                <UnstyledButton fw={600} fz="sm" onClick={() => onOpen(provider.id)}>
                  {provider.name}
                </UnstyledButton>
              </Table.Td>
              <Table.Td>{labelOf(provider.vendor)}</Table.Td>
              <Table.Td>
                <CopyText text={`@${provider.slug}/`} label={`@${provider.slug}/`} />
              </Table.Td>
              <Table.Td>
                <StateBadge provider={provider} />
              </Table.Td>
              <Table.Td>
                <ProviderHealth id={provider.id} />
              </Table.Td>
              <Table.Td>
                <Moment time={provider.updatedAt} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function StateBadge({ provider: { enabled, credentials } }: { provider: Provider }) {
  if (credentials === null) return <Badge color="red">credentials do not open</Badge>;
  return enabled ? (
    <Badge color="green" variant="light">
      enabled
    </Badge>
  ) : (
    <Badge color="gray" variant="light">
      disabled
    </Badge>
  );
}
