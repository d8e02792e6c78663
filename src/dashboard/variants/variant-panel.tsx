import { Button, Code, Group, Select, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useProviders, type Variant, type Version } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { VersionForm } from './version-form.js';

interface VariantPanelProps {
  readonly variant: Variant;
  readonly onDeleted: () => void;
}

export function VariantPanel({ variant, onDeleted }: VariantPanelProps) {
  /** What the next version begins with, and the state of the variant that this was the latest of. */
  const [edited, setEdited] = useState<{ readonly from: Version | null; readonly etag: string } | null>(null);
  const path = { id: variant.id };
  const versions = query.useQuery('get', '/llmops/api/admin/v1/variants/{id}/versions', {
    params: { path, query: { limit: 200 } },
  });
  const saved = useSaved();
  const publish = query.useMutation('post', '/llmops/api/admin/v1/variants/{id}/versions', {
    onSuccess: async ({ version }) => {
      setEdited(null);
      await saved(`Version ${version} is there; rules that serve the latest serve it now`);
    },
  });
  const remove = query.useMutation('delete', '/llmops/api/admin/v1/variants/{id}', {
    onSuccess: async () => {
      onDeleted();
      await saved(`${variant.name} is deleted`);
    },
  });
  const begin = (from: Version | null) => {
    publish.reset();
    setEdited({ from, etag: variant.etag });
  };
  const askToDelete = () =>
    confirmDestructive({
      title: `Delete ${variant.name}?`,
      text: 'All its versions are deleted. The API refuses while a rule serves it, and names the rule.',
      confirm: 'Delete',
      onConfirm: () => remove.mutate({ params: { path, header: ifMatch(variant) } }),
    });
  return (
    <QueryView result={versions}>
      {({ items }) => {
        const sorted = [...items].sort((a, b) => b.version - a.version);
        const latest = sorted[0] ?? null;
        return (
          <Stack gap="xl">
            {edited ? (
              <VersionForm
                key={edited.etag}
                from={edited.from}
                submitLabel="Publish the version"
                isPending={publish.isPending}
                error={publish.error}
                onReload={() => begin(latest)}
                onSubmit={(body) => publish.mutate({ params: { path, header: ifMatch(edited) }, body })}
              />
            ) : (
              <Group>
                <Button onClick={() => begin(latest)}>New version</Button>
                <Button variant="light" color="red" onClick={askToDelete} loading={remove.isPending}>
                  Delete
                </Button>
              </Group>
            )}
            {remove.isError && <ProblemAlert error={remove.error} />}
            <Versions versions={sorted} />
          </Stack>
        );
      }}
    </QueryView>
  );
}

/** Two versions beside each other; what differs is marked. */
function Versions({ versions }: { versions: readonly Version[] }) {
  const [left, setLeft] = useState<string | null>(null);
  const [right, setRight] = useState<string | null>(null);
  const find = (chosen: string | null, otherwise: Version | undefined) =>
    versions.find(({ version }) => String(version) === chosen) ?? otherwise;
  const [shown, other] = [find(right, versions[0]), find(left, versions[1])];
  const data = versions.map(({ version }) => String(version));
  if (shown === undefined) return <Text c="dimmed">No version yet.</Text>;
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        Versions
      </Title>
      <SimpleGrid cols={{ base: 1, sm: other === undefined ? 1 : 2 }}>
        {other && (
          <div>
            <Select
              label="Version"
              data={data}
              value={String(other.version)}
              onChange={setLeft}
              allowDeselect={false}
              mb="xs"
            />
            <VersionCard version={other} against={shown} />
          </div>
        )}
        <div>
          <Select
            label={other ? 'Beside version' : 'Version'}
            data={data}
            value={String(shown.version)}
            onChange={setRight}
            allowDeselect={false}
            mb="xs"
          />
          <VersionCard version={shown} against={other ?? shown} />
        </div>
      </SimpleGrid>
    </section>
  );
}

function VersionCard({ version, against }: { version: Version; against: Version }) {
  const providers = useProviders().data?.items ?? [];
  const slugOf = (id: string) => `@${providers.find((provider) => provider.id === id)?.slug ?? id}`;
  const rows = (of: Version): readonly (readonly [string, string])[] => [
    ['Model', `${slugOf(of.providerId)}/${of.model}`],
    ['System prompt', of.systemPrompt ?? ''],
    ['Parameters', JSON.stringify(of.parameters, null, 1)],
    ['Modes', JSON.stringify(of.parameterModes, null, 1)],
    ['Timeouts', JSON.stringify(of.timeouts)],
    ['Retries', JSON.stringify(of.retry)],
  ];
  const others = new Map(rows(against));
  return (
    <Table variant="vertical" layout="fixed" withTableBorder>
      <Table.Tbody>
        <Table.Tr>
          <Table.Th w={110}>Made</Table.Th>
          <Table.Td>
            <Moment time={version.createdAt} />
          </Table.Td>
        </Table.Tr>
        {rows(version).map(([name, value]) => (
          <Table.Tr key={name}>
            <Table.Th w={110}>{name}</Table.Th>
            <Table.Td bg={others.get(name) === value ? undefined : 'var(--mantine-color-yellow-light)'}>
              <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', background: 'none', padding: 0 }}>
                {value}
              </Code>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
