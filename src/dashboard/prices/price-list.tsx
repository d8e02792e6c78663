import { ActionIcon, Badge, Center, Group, Select, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { Trash2 } from 'lucide-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { api, query, type Schemas } from '../api/client.js';
import { useProviders, useVendors } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';

type Price = Schemas['PriceView'];

interface Filters {
  readonly vendor: string | undefined;
  readonly model: string | undefined;
  readonly source: 'catalog' | 'own' | undefined;
}

interface PriceListProps {
  readonly filters: Filters;
  readonly onFilters: (change: Partial<Filters>) => void;
}

export function PriceList({ filters, onFilters }: PriceListProps) {
  const vendors = useVendors().data?.items ?? [];
  const prices = usePrices(filters);
  const columns = useColumns();
  return (
    <Stack>
      <Group align="flex-end">
        <Select
          label="Vendor"
          placeholder="all"
          clearable
          searchable
          data={vendors.map(({ vendor, label }) => ({ value: vendor, label }))}
          value={filters.vendor ?? null}
          onChange={(vendor) => onFilters({ vendor: vendor ?? undefined })}
        />
        <TextInput
          label="Model"
          placeholder="all"
          defaultValue={filters.model ?? ''}
          onBlur={(event) => onFilters({ model: event.currentTarget.value || undefined })}
          onKeyDown={(event) => event.key === 'Enter' && onFilters({ model: event.currentTarget.value || undefined })}
        />
        <Select
          label="Written by"
          placeholder="both"
          clearable
          data={[
            { value: 'catalog', label: 'the catalog' },
            { value: 'own', label: 'us' },
          ]}
          value={filters.source ?? null}
          onChange={(source) => onFilters({ source: source === 'own' || source === 'catalog' ? source : undefined })}
        />
      </Group>
      <QueryView result={prices}>
        {({ pages }) => (
          <ListTable
            label="Prices"
            rows={pages.flatMap(({ items }) => items)}
            columns={columns}
            rowKey={keyOf}
            empty="No price matches. A model without one has calls whose cost is not known: add it here."
            minWidth={900}
            onEnd={prices.hasNextPage ? () => void prices.fetchNextPage() : undefined}
          />
        )}
      </QueryView>
      {prices.isFetchingNextPage && <Center>…</Center>}
    </Stack>
  );
}

const PAGE = 100;

function usePrices(filters: Filters) {
  const asked = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
  return useInfiniteQuery<{ items: Price[]; nextCursor: string | null }, unknown>({
    queryKey: ['prices', asked],
    initialPageParam: undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    queryFn: async ({ pageParam, signal }) => {
      const cursor = typeof pageParam === 'string' ? { cursor: pageParam } : {};
      const params = { query: { ...asked, ...cursor, limit: PAGE } };
      const { data, error } = await api.GET('/llmops/api/admin/v1/prices', { params, signal });
      if (data === undefined) throw error;
      return data;
    },
  });
}

/** Of what only one row has. */
function keyOf(price: Price): string {
  const { vendor, model, source, providerId, effectiveFrom, serviceTier, dailyUtc, discount } = price;
  return JSON.stringify([vendor, model, source, providerId, effectiveFrom, serviceTier, dailyUtc, discount?.id]);
}

function useColumns(): readonly Column<Price>[] {
  const providers = useProviders().data?.items ?? [];
  const slugOf = (id: string) => providers.find((provider) => provider.id === id)?.slug ?? id;
  return [
    {
      key: 'model',
      title: 'Model',
      cell: ({ model, vendor, providerId }) => (
        <>
          <Text size="sm" fw={600}>
            {model}
          </Text>
          <Text size="xs" c="dimmed">
            {vendor}
            {providerId !== null && `, only @${slugOf(providerId)}/`}
          </Text>
        </>
      ),
    },
    { key: 'price', title: 'US dollars', cell: (price) => <Amounts price={price} /> },
    {
      key: 'when',
      title: 'Holds',
      cell: ({ effectiveFrom, effectiveUntil, dailyUtc }) => (
        <Text size="sm" component="div">
          {effectiveFrom === null ? 'always' : <>from {<Moment time={effectiveFrom} />}</>}
          {effectiveUntil !== null && <> until {<Moment time={effectiveUntil} />}</>}
          {dailyUtc && `, ${dailyUtc.from}–${dailyUtc.until} UTC`}
        </Text>
      ),
    },
    { key: 'tier', title: 'Tier', cell: ({ serviceTier }) => serviceTier ?? 'standard' },
    {
      key: 'source',
      title: 'Written by',
      cell: (price) => (price.source === 'own' ? <OwnPrice price={price} /> : <Text size="sm">the catalog</Text>),
    },
  ];
}

function Amounts({ price: { prices, tiers, imagePrices, discount } }: { price: Price }) {
  if (discount) return <Text size="sm">{discount.percent} % off the catalog's prices</Text>;
  const lines = [
    prices.map(describe).join(' · '),
    ...tiers.map(
      (tier) => `above ${tier.abovePromptTokens.toLocaleString('en-US')}: ${tier.prices.map(describe).join(' · ')}`,
    ),
    imagePrices.map(({ upTo, quality, usd }) => `${upTo} ${quality} $${usd}`).join(' · '),
  ].filter((line) => line !== '');
  return lines.map((line) => (
    <Text key={line} size="sm" style={{ fontVariantNumeric: 'tabular-nums' }}>
      {line}
    </Text>
  ));
}

const MILLION = 1_000_000;

function describe({ unit, usd, per }: Schemas['UnitPriceView']): string {
  return `${unit} $${usd}${per === MILLION ? '/M' : ''}`;
}

/** May be taken back, each unit by itself. */
function OwnPrice({ price }: { price: Price }) {
  const saved = useSaved();
  const remove = query.useMutation('delete', '/llmops/api/admin/v1/prices/{id}', {
    onSuccess: () => saved('The price is taken back'),
    onError: notifyProblem,
  });
  const parts = price.discount
    ? [{ id: price.discount.id, what: 'discount' }]
    : [...price.prices, ...price.tiers.flatMap((tier) => tier.prices)].map(({ id, unit }) => ({ id, what: unit }));
  const ask = (id: string, what: string) =>
    confirmDestructive({
      title: `Take the price of ${price.model} back?`,
      text: `${what}: calls from now on are charged by the catalog again. Those that were charged keep their cost until they are re-rated.`,
      confirm: 'Take it back',
      onConfirm: () => remove.mutate({ params: { path: { id } } }),
    });
  return (
    <Group gap={4}>
      <Badge variant="light">us</Badge>
      {parts.map(({ id, what }) => (
        <Tooltip key={id} label={`Take back: ${what}`}>
          <ActionIcon
            variant="subtle"
            color="red"
            size="sm"
            aria-label={`Take back the price of ${price.model}: ${what}`}
            onClick={() => ask(id, what)}
          >
            <Trash2 size={14} aria-hidden />
          </ActionIcon>
        </Tooltip>
      ))}
    </Group>
  );
}
