import { Accordion, Group, Loader, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useUsage } from '../api/usage.js';
import { ProblemAlert } from '../components/problem-alert.js';
import type { LogFilters } from './log-search.js';

/** What requests are told apart by beside the list: filters that usage can group by, too. */
const FACETS = [
  ['status', 'Status'],
  ['model', 'Model'],
  ['provider', 'Provider'],
  ['config', 'Config'],
  ['environment', 'Environment'],
  ['endpoint', 'Endpoint'],
  ['client', 'Client'],
  ['secret', 'Secret'],
  ['finishReason', 'Finish reason'],
] as const;

type FacetName = (typeof FACETS)[number][0];

const SHOWN = '8';

interface FacetsProps {
  readonly filters: LogFilters;
  /** Of the API, with the times. */
  readonly query: Readonly<Record<string, string>>;
  readonly onChange: (filters: LogFilters) => void;
}

/** How many requests have which value; a click filters by it, and another takes that away. */
export function Facets({ filters, query, onChange }: FacetsProps) {
  const [open, setOpen] = useState<string[]>(['status', 'model', 'provider']);
  return (
    <Accordion
      multiple
      value={open}
      onChange={setOpen}
      styles={{ control: { padding: '0 4px' }, label: { padding: '6px 0' }, content: { padding: '0 0 8px' } }}
    >
      {FACETS.map(([name, label]) => (
        <Accordion.Item key={name} value={name}>
          <Accordion.Control>
            <Text size="sm" fw={600}>
              {label}
            </Text>
          </Accordion.Control>
          <Accordion.Panel>
            {open.includes(name) && <Facet name={name} filters={filters} query={query} onChange={onChange} />}
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Facet({ name, filters, query, onChange }: FacetsProps & { readonly name: FacetName }) {
  // Counted without its own filter, so that the other values can be chosen instead.
  const { [name]: own, ...others } = query;
  const usage = useUsage({ ...others, groupBy: name, top: SHOWN });
  if (usage.isError) return <ProblemAlert error={usage.error} />;
  if (usage.data === undefined) return <Loader size="xs" role="img" aria-label="Loading" />;
  const values = usage.data.items.filter(({ other }) => !other);
  if (values.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        none
      </Text>
    );
  }
  return (
    <Stack gap={2}>
      {values.map(({ group, requests }) => {
        const value = group[name];
        const count = <Text size="xs">{requests.toLocaleString('en-US')}</Text>;
        if (value === null || value === undefined) {
          return (
            <Group key="none" justify="space-between" wrap="nowrap" px={4}>
              <Text size="xs" c="dimmed">
                none
              </Text>
              {count}
            </Group>
          );
        }
        const isChosen = own === value;
        return (
          <UnstyledButton
            key={`is ${value}`}
            aria-pressed={isChosen}
            px={4}
            py={2}
            bg={isChosen ? 'var(--mantine-primary-color-light)' : undefined}
            onClick={() => onChange({ ...filters, [name]: isChosen ? undefined : value })}
          >
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="xs" truncate title={value} fw={isChosen ? 700 : 400}>
                {value}
              </Text>
              {count}
            </Group>
          </UnstyledButton>
        );
      })}
    </Stack>
  );
}
