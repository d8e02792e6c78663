import { Group, Loader, Select, Stack, Switch, Table, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import { useProviders, type Version } from '../api/collections.js';
import { Moment } from '../components/moment.js';
import { toVersionRows, type VersionRow } from './version-rows.js';

const PromptDiff = lazy(() => import('./prompt-diff.js'));

/**
 * Two versions beside each other, at first the latest and the one before it; what differs is marked.
 *
 * @param versions the latest first
 */
export function VersionDiff({ versions }: { versions: readonly Version[] }) {
  const [before, setBefore] = useState<string | null>(null);
  const [after, setAfter] = useState<string | null>(null);
  const [onlyChanges, setOnlyChanges] = useState(false);
  const find = (chosen: string | null) => versions.find(({ version }) => String(version) === chosen);
  const right = find(after) ?? versions[0];
  const left = find(before) ?? versions[1] ?? right;
  if (left === undefined || right === undefined) return <Text c="dimmed">No version yet.</Text>;
  return (
    <Stack>
      <Group align="flex-end">
        <VersionSelect label="Version" versions={versions} value={left} onChange={setBefore} />
        <VersionSelect label="Beside version" versions={versions} value={right} onChange={setAfter} />
        <Switch
          label="Only what differs"
          mb={8}
          checked={onlyChanges}
          onChange={(event) => setOnlyChanges(event.currentTarget.checked)}
        />
      </Group>
      <Rows before={left} after={right} onlyChanges={onlyChanges} />
      <Prompts before={left.systemPrompt ?? ''} after={right.systemPrompt ?? ''} />
    </Stack>
  );
}

interface VersionSelectProps {
  readonly label: string;
  readonly versions: readonly Version[];
  readonly value: Version;
  readonly onChange: (version: string | null) => void;
}

function VersionSelect({ label, versions, value, onChange }: VersionSelectProps) {
  return (
    <Select
      label={label}
      w={140}
      data={versions.map(({ version }) => String(version))}
      value={String(value.version)}
      onChange={onChange}
      allowDeselect={false}
    />
  );
}

interface RowsProps {
  readonly before: Version;
  readonly after: Version;
  readonly onlyChanges: boolean;
}

function Rows({ before, after, onlyChanges }: RowsProps) {
  const providers = useProviders().data?.items ?? [];
  const slugOf = (id: string) => providers.find((provider) => provider.id === id)?.slug ?? id;
  const rows = toVersionRows(before, after, slugOf).filter((row) => !onlyChanges || isChanged(row));
  return (
    <Table.ScrollContainer minWidth={520}>
      <Table layout="fixed" withTableBorder aria-label="Versions beside each other">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={170} />
            {[before, after].map(({ version, createdAt }, index) => (
              <Table.Th key={index}>
                Version {version}, <Moment time={createdAt} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={row.name} bg={isChanged(row) ? 'var(--mantine-color-yellow-light)' : undefined}>
              <Table.Th style={{ overflowWrap: 'anywhere' }}>{row.name}</Table.Th>
              <Value text={row.before} />
              <Value text={row.after} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function isChanged({ before, after }: VersionRow): boolean {
  return before !== after;
}

function Value({ text = '–' }: { text: string | undefined }) {
  return <Table.Td style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Table.Td>;
}

function Prompts({ before, after }: { before: string; after: string }) {
  if (before === '' && after === '') return <Text c="dimmed">Neither has a system prompt.</Text>;
  return (
    <Suspense fallback={<Loader aria-label="Loading" />}>
      <PromptDiff before={before} after={after} />
    </Suspense>
  );
}
