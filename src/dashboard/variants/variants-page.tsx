import { Button, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useVariants, type Variant } from '../api/collections.js';
import { Panel } from '../components/dialog.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { variantsRoute } from '../router.js';
import { NewVariant } from './new-variant.js';
import { VariantPanel } from './variant-panel.js';

const NEW = 'new';

export function VariantsPage() {
  const { open } = variantsRoute.useSearch();
  const navigate = variantsRoute.useNavigate();
  const variants = useVariants();
  const show = (id: string | undefined) => void navigate({ search: { open: id } });
  return (
    <>
      <PageHeader
        title="Variants"
        docs="configs-and-variants"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show(NEW)}>
            Add a variant
          </Button>
        }
      >
        Ways to serve a config: provider, model, parameters and prompt, in versions that never change.
      </PageHeader>
      <QueryView result={variants}>
        {({ items }) => {
          const variant = items.find(({ id }) => id === open);
          return (
            <>
              <VariantTable variants={items} onOpen={show} />
              <Panel
                opened={open !== undefined}
                onClose={() => show(undefined)}
                size="xl"
                title={open === NEW ? 'Add a variant' : (variant?.name ?? 'There is no such variant')}
              >
                {open === NEW && <NewVariant onCreated={show} />}
                {variant && <VariantPanel key={variant.id} variant={variant} onDeleted={() => show(undefined)} />}
              </Panel>
            </>
          );
        }}
      </QueryView>
    </>
  );
}

interface VariantTableProps {
  readonly variants: readonly Variant[];
  readonly onOpen: (id: string) => void;
}

function VariantTable({ variants, onOpen }: VariantTableProps) {
  const columns: readonly Column<Variant>[] = [
    {
      key: 'name',
      title: 'Name',
      cell: ({ id, name }) => (
        <UnstyledButton fw={600} fz="sm" onClick={() => onOpen(id)}>
          {name}
        </UnstyledButton>
      ),
    },
    { key: 'version', title: 'Latest version', cell: ({ latestVersion }) => latestVersion ?? 'none yet' },
    { key: 'changed', title: 'Changed', cell: ({ updatedAt }) => <Moment time={updatedAt} /> },
  ];
  return (
    <ListTable
      label="Variants"
      rows={variants}
      columns={columns}
      rowKey={({ id }) => id}
      empty="No variant yet. A rule of a config needs one to serve its callers."
      minWidth={480}
      onOpen={onOpen}
    />
  );
}
