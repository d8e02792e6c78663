import { Stack } from '@mantine/core';
import { useForm } from 'react-hook-form';
import { query, type Schemas } from '../api/client.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import { toWebhookBody, WebhookFields, type WebhookValues } from './webhook-fields.js';

const EMPTY: WebhookValues = { name: '', url: '', hears: 'all', events: [], enabled: true };

export function NewWebhook({ onCreated }: { onCreated: (webhook: Schemas['NewWebhookView']) => void }) {
  const form = useForm({ defaultValues: EMPTY });
  useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/webhooks', {
    onSuccess: async (webhook) => {
      markSaved(form);
      await saved(`${webhook.name} is there`);
      onCreated(webhook);
    },
  });
  const submit = form.handleSubmit((values) => create.mutate({ body: toWebhookBody(values) }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <WebhookFields form={form} error={create.error} />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}
