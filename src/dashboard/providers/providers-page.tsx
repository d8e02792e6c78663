import { Badge, Button, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useProviders, useVendors, type Provider, type Vendor } from '../api/collections.js';
import { CopyText } from '../components/copy-text.js';
import { Panel } from '../components/dialog.js';
import { ListTable, type Column } from '../components/list-table.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { providersRoute } from '../router.js';
import { EditProvider } from './edit-provider.js';
import { NewProvider } from './new-provider.js';
import { ProviderHealth } from './provider-health.js';
import { ErrorsToday, SpendToday, UsedByCount, useToday, type Today } from './provider-today.js';

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
        docs="direct-access"
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
                <Panel
                  opened={open !== undefined}
                  onClose={() => show(undefined)}
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
                </Panel>
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
  const today = useToday();
  const labelOf = (vendor: string) => vendors.find((each) => each.vendor === vendor)?.label ?? vendor;
  return (
    <ListTable
      label="Providers"
      rows={providers}
      columns={columnsOf({ labelOf, today, onOpen })}
      rowKey={({ id }) => id}
      empty="No provider yet. Add one, and its models can be called as @slug/model at once."
      minWidth={1_000}
      onOpen={onOpen}
    />
  );
}

interface ColumnContext {
  readonly labelOf: (vendor: string) => string;
  readonly today: Today;
  readonly onOpen: (id: string) => void;
}

function columnsOf({ labelOf, today, onOpen }: ColumnContext): readonly Column<Provider>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      cell: ({ id, name }) => (
        <UnstyledButton fw={600} fz="sm" onClick={() => onOpen(id)}>
          {name}
        </UnstyledButton>
      ),
    },
    { key: 'vendor', title: 'Vendor', cell: ({ vendor }) => labelOf(vendor) },
    { key: 'slug', title: 'Called as', cell: ({ slug }) => <CopyText text={`@${slug}/`} label={`@${slug}/`} /> },
    { key: 'state', title: 'State', cell: (provider) => <StateBadge provider={provider} /> },
    { key: 'health', title: 'Health', cell: ({ id }) => <ProviderHealth id={id} /> },
    { key: 'errors', title: 'Today', cell: (provider) => <ErrorsToday provider={provider} today={today} /> },
    {
      key: 'spend',
      title: 'Spend today',
      align: 'right',
      cell: (provider) => <SpendToday provider={provider} today={today} />,
    },
    { key: 'used', title: 'Used by', cell: (provider) => <UsedByCount provider={provider} /> },
  ];
}

function StateBadge({ provider: { enabled, credentials } }: { provider: Provider }) {
  if (credentials === null)
    return (
      <Badge color="red" miw="max-content">
        credentials do not open
      </Badge>
    );
  return enabled ? (
    <Badge color="green" variant="light" miw="max-content">
      enabled
    </Badge>
  ) : (
    <Badge color="gray" variant="light" miw="max-content">
      disabled
    </Badge>
  );
}
