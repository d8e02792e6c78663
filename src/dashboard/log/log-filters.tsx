import {
  ActionIcon,
  Autocomplete,
  Button,
  Group,
  Popover,
  Select,
  Stack,
  Switch,
  TextInput,
  Tooltip,
} from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { Filter, X } from 'lucide-react';
import { useState } from 'react';
import { useConfigs, useEnvironments, useProviders } from '../api/collections.js';
import { ENDPOINTS } from '../api/endpoints.js';
import type { LogFilters } from './log-search.js';

/** Filters that are texts, as the API names them, in the order of the form. */
const FIELDS = [
  ['environment', 'Environment'],
  ['config', 'Config'],
  ['variant', 'Variant'],
  ['provider', 'Provider'],
  ['vendor', 'Vendor'],
  ['model', 'Model'],
  ['endpoint', 'Endpoint'],
  ['status', 'Status, such as 200 or 5xx'],
  ['outcome', 'Outcome'],
  ['finishReason', 'Finish reason'],
  ['secret', 'Secret'],
  ['client', 'Client'],
  ['session', 'Session'],
  ['traceId', 'Trace id'],
  ['minLatencyMs', 'At least so many ms'],
] as const;

/** Those that are one or the other. */
const CHOICES = [
  ['streaming', 'Streaming', ['true', 'false']],
  [
    ...(['shadow', 'Asked by'] as const),
    [
      { value: 'false', label: 'callers' },
      { value: 'true', label: 'nobody: copies of shadows' },
    ],
  ],
] as const;

interface LogFiltersProps {
  readonly filters: LogFilters;
  readonly onChange: (filters: LogFilters) => void;
}

/** The filters that hold, each with a button that takes it away, and the form that adds more. */
export function LogFilterBar({ filters, onChange }: LogFiltersProps) {
  const [isOpen, setOpen] = useState(false);
  const held = Object.entries<string | undefined>(filters).filter(([, value]) => value !== undefined);
  const without = (name: string) => onChange({ ...filters, [name]: undefined });
  return (
    <Group gap="xs">
      <Popover opened={isOpen} onChange={setOpen} position="bottom-start" withArrow trapFocus>
        <Popover.Target>
          <Button
            size="xs"
            variant="default"
            leftSection={<Filter size={14} aria-hidden />}
            onClick={() => setOpen(!isOpen)}
          >
            Filter
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <FilterForm
            filters={filters}
            onApply={(next) => {
              setOpen(false);
              onChange(next);
            }}
          />
        </Popover.Dropdown>
      </Popover>
      {held.map(([name, value]) => (
        <Group key={name} gap={2} wrap="nowrap" maw="100%">
          <Button size="xs" variant="light" miw={0} onClick={() => setOpen(true)}>
            {name}: {value}
          </Button>
          <Tooltip label="Take it away">
            <ActionIcon size="sm" variant="subtle" aria-label={`Without ${name}`} onClick={() => without(name)}>
              <X size={14} aria-hidden />
            </ActionIcon>
          </Tooltip>
        </Group>
      ))}
    </Group>
  );
}

function FilterForm({ filters, onApply }: { filters: LogFilters; onApply: (filters: LogFilters) => void }) {
  const [draft, setDraft] = useState<LogFilters>(filters);
  const set = (name: string, value: string | null) =>
    setDraft({ ...draft, [name]: value === null || value === '' ? undefined : value });
  const known = useKnownValues();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <Stack gap="xs" w={320} mah="60vh" style={{ overflowY: 'auto' }}>
        <DateTimePicker
          label="From"
          clearable
          value={draft.from ?? null}
          onChange={(time) => set('from', toInstant(time))}
          popoverProps={{ withinPortal: false }}
        />
        <DateTimePicker
          label="To"
          clearable
          value={draft.to ?? null}
          onChange={(time) => set('to', toInstant(time))}
          popoverProps={{ withinPortal: false }}
        />
        {FIELDS.map(([name, label]) => (
          <Autocomplete
            key={name}
            label={label}
            size="xs"
            data={known[name] ?? []}
            value={draft[name] ?? ''}
            onChange={(value) => set(name, value)}
            comboboxProps={{ withinPortal: false }}
          />
        ))}
        {CHOICES.map(([name, label, data]) => (
          <Select
            key={name}
            label={label}
            size="xs"
            clearable
            data={data}
            value={draft[name] ?? null}
            onChange={(value) => set(name, value)}
            comboboxProps={{ withinPortal: false }}
          />
        ))}
        <TextInput
          label="Tag, as key=value"
          size="xs"
          value={draft.tag ?? ''}
          onChange={(event) => set('tag', event.currentTarget.value)}
        />
      </Stack>
      <Group justify="flex-end" mt="sm">
        <Button size="xs" variant="default" onClick={() => onApply({})}>
          Clear all
        </Button>
        <Button size="xs" type="submit">
          Apply
        </Button>
      </Group>
    </form>
  );
}

function toInstant(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}

function useKnownValues(): Readonly<Record<string, string[]>> {
  const slugs = (items: readonly { readonly slug: string }[] | undefined) => (items ?? []).map(({ slug }) => slug);
  return {
    environment: slugs(useEnvironments().data?.items),
    config: slugs(useConfigs().data?.items),
    provider: slugs(useProviders().data?.items),
    status: ['2xx', '4xx', '5xx', '429'],
    outcome: ['error', 'aborted', 'unpriced'],
    endpoint: [...ENDPOINTS],
  };
}

interface LiveSwitchProps {
  readonly isLive: boolean;
  readonly onChange: (isLive: boolean) => void;
}

export function LiveSwitch({ isLive, onChange }: LiveSwitchProps) {
  return <Switch label="Live" checked={isLive} onChange={(event) => onChange(event.currentTarget.checked)} />;
}
