import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { query } from '../api/client.js';
import { useProviders, useVariants } from '../api/collections.js';
import { ifMatch } from '../api/if-match.js';
import { CodeSample } from '../components/code-sample.js';
import { Dialog } from '../components/dialog.js';
import { SaveProblem } from '../components/save-problem.js';
import { useSaved } from '../components/use-saved.js';
import { PublishEffect } from '../variants/publish-effect.js';
import { parametersOf, type Ask } from './ask.js';
import type { Answer } from './run-call.js';

interface SaveVersionProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly ask: Ask;
  readonly answer: Answer;
}

/** The model that answered, with the system prompt and the parameters of here, as the next version of a variant. */
export function SaveVersion({ opened, onClose, ask, answer }: SaveVersionProps) {
  const [variantId, setVariant] = useState<string | null>(null);
  const variants = useVariants().data?.items ?? [];
  const variant = variants.find(({ id }) => id === variantId);
  const provider = useProviders().data?.items.find(({ slug }) => slug === answer.headers['provider']);
  const saved = useSaved();
  const publish = query.useMutation('post', '/llmops/api/admin/v1/variants/{id}/versions', {
    onSuccess: async ({ version }) => {
      onClose();
      await saved(`${variant?.name ?? 'The variant'} has version ${version}; rules that serve the latest serve it now`);
    },
  });
  const body = {
    providerId: provider?.id ?? '',
    model: answer.headers['model'] ?? '',
    systemPrompt: ask.system === '' ? null : ask.system,
    parameters: parametersOf(ask),
  };
  return (
    <Dialog opened={opened} onClose={onClose} title="Save as a variant's next version" size="lg">
      <Stack>
        <Select
          label="Variant"
          searchable
          data={variants.map(({ id, name }) => ({ value: id, label: name }))}
          value={variantId}
          onChange={setVariant}
        />
        <CodeSample
          label="the version"
          code={JSON.stringify({ ...body, providerId: undefined, provider: provider?.slug }, null, 2)}
          maxHeight={320}
        />
        {variant && <PublishEffect variantId={variant.id} />}
        <Text size="sm" c="dimmed">
          Rules that serve the latest version of the variant serve this one from then on.
        </Text>
        <SaveProblem error={publish.error} onReload={() => publish.reset()} />
        <Group justify="flex-end">
          <Button
            disabled={variant === undefined || provider === undefined}
            loading={publish.isPending}
            onClick={() =>
              variant && publish.mutate({ params: { path: { id: variant.id }, header: ifMatch(variant) }, body })
            }
          >
            Publish the version
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
