import { Button, Group, Stack, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import type { Variant, Version } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { WhereUsed } from '../configs/where-used.js';
import { PublishEffect } from './publish-effect.js';
import { RenameVariant } from './rename-variant.js';
import { VariantRollouts } from './variant-rollouts.js';
import { VersionDiff } from './version-diff.js';
import { useVersionForm, VersionForm } from './version-form.js';

interface VariantPanelProps {
  readonly variant: Variant;
  readonly onDeleted: () => void;
}

export function VariantPanel({ variant, onDeleted }: VariantPanelProps) {
  const [begun, setBegun] = useState<Begun | null>(null);
  const path = { id: variant.id };
  const versions = query.useQuery('get', '/llmops/api/admin/v1/variants/{id}/versions', {
    params: { path, query: { limit: 200 } },
  });
  const saved = useSaved();
  const begin = (from: Version | null) => setBegun({ from, etag: variant.etag });
  const remove = query.useMutation('delete', '/llmops/api/admin/v1/variants/{id}', {
    onSuccess: async () => {
      onDeleted();
      await saved(`${variant.name} is deleted`);
    },
  });
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
            {begun ? (
              <NextVersion
                key={begun.etag}
                variantId={variant.id}
                begun={begun}
                onReload={() => begin(latest)}
                onDone={() => setBegun(null)}
              />
            ) : (
              <Group>
                <Button onClick={() => begin(latest)}>New version</Button>
                <RenameVariant variant={variant} />
                <Button variant="light" color="red" onClick={askToDelete} loading={remove.isPending}>
                  Delete
                </Button>
              </Group>
            )}
            {remove.isError && <ProblemAlert error={remove.error} />}
            <Section title="Where it is used">
              <WhereUsed of={{ variantId: variant.id }} empty="No rule serves it: callers do not get it." />
              <VariantRollouts variantId={variant.id} />
            </Section>
            <Section title="Versions">
              <VersionDiff versions={sorted} />
            </Section>
          </Stack>
        );
      }}
    </QueryView>
  );
}

/** What the next version begins with, and the state of the variant that this was the latest of. */
interface Begun {
  readonly from: Version | null;
  readonly etag: string;
}

interface NextVersionProps {
  readonly variantId: string;
  readonly begun: Begun;
  /** Begins with what is the latest now. */
  readonly onReload: () => void;
  readonly onDone: () => void;
}

function NextVersion({ variantId, begun, onReload, onDone }: NextVersionProps) {
  const form = useVersionForm(begun.from);
  const saved = useSaved();
  const publish = query.useMutation('post', '/llmops/api/admin/v1/variants/{id}/versions', {
    onSuccess: async ({ version }) => {
      onDone();
      await saved(`Version ${version} is there; rules that serve the latest serve it now`);
    },
  });
  return (
    <VersionForm
      form={form}
      from={begun.from}
      submitLabel="Publish the version"
      effect={<PublishEffect variantId={variantId} />}
      isPending={publish.isPending}
      error={publish.error}
      onReload={onReload}
      onSubmit={(body) => publish.mutate({ params: { path: { id: variantId }, header: ifMatch(begun) }, body })}
    />
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} size="h4" mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}
