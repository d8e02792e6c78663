import { Button, Tabs } from '@mantine/core';
import { Plus } from 'lucide-react';
import { Panel } from '../components/dialog.js';
import { PageHeader } from '../components/page-header.js';
import { pricesRoute } from '../router.js';
import { PriceForm } from './price-form.js';
import { PriceList } from './price-list.js';
import { Reconcile } from './reconcile.js';
import { Rerate } from './rerate.js';

const NEW = 'new';

/** What calls cost: the catalog's prices and own ones, calls without a price, and what a vendor says of it. */
export function PricesPage() {
  const { view = 'prices', open, vendor, model, source } = pricesRoute.useSearch();
  const navigate = pricesRoute.useNavigate();
  const show = (change: object) => void navigate({ search: (search) => ({ ...search, ...change }), replace: true });
  return (
    <>
      <PageHeader
        title="Prices"
        docs="costs"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show({ open: NEW })}>
            Add a price
          </Button>
        }
      >
        What each call is charged. An own price wins over the catalog's; what has none has no cost, which is not zero.
      </PageHeader>
      <Tabs value={view} onChange={(next) => show({ view: next ?? undefined })} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="prices">Prices</Tabs.Tab>
          <Tabs.Tab value="rerate">Unpriced calls and re-rating</Tabs.Tab>
          <Tabs.Tab value="bill">A vendor's bill</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="prices">
          <PriceList filters={{ vendor, model, source }} onFilters={show} />
        </Tabs.Panel>
        <Tabs.Panel value="rerate">
          <Rerate />
        </Tabs.Panel>
        <Tabs.Panel value="bill">
          <Reconcile />
        </Tabs.Panel>
      </Tabs>
      <Panel
        opened={open === NEW}
        onClose={() => show({ open: undefined })}
        size="lg"
        title="Add a price or a discount"
      >
        {open === NEW && (
          <PriceForm from={{ vendor, model }} onDone={() => show({ open: undefined, source: 'own', view: 'prices' })} />
        )}
      </Panel>
    </>
  );
}
