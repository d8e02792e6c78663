import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Send } from 'lucide-react';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { SaveProblem } from '../components/save-problem.js';
import { ShownOnce } from '../components/shown-once.js';
import { useEditForm } from '../components/use-edit-form.js';
import { useSaved } from '../components/use-saved.js';
import { Deliveries } from './deliveries.js';
import { DELIVERY_FILTERS, WEBHOOK, type Webhook } from './use-webhooks.js';
import { toWebhookBody, toWebhookValues, WebhookFields } from './webhook-fields.js';

interface WebhookPanelProps {
  readonly webhook: Webhook;
  /** Where it was made a moment ago, and was not hidden since; else null. */
  readonly secret: string | null;
  /** With a new secret to show. */
  readonly onRotated: (secret: string) => void;
  readonly onHideSecret: () => void;
  readonly onDeleted: () => void;
}

export function WebhookPanel({ webhook, secret, onRotated, onHideSecret, onDeleted }: WebhookPanelProps) {
  return (
    <Stack gap="xl">
      {secret !== null && (
        <ShownOnce
          title="The signing secret: it is shown this once"
          secret={secret}
          note="The receiver checks with it that a delivery is this gateway’s (Standard Webhooks)."
          onHide={onHideSecret}
          beside={DELIVERY_FILTERS}
        />
      )}
      <EditWebhook webhook={webhook} onDeleted={onDeleted} />
      <SigningSecret webhook={webhook} onRotated={onRotated} />
      <section>
        <Group justify="space-between" mb="xs">
          <Title order={2} size="h4">
            Deliveries of the last 30 days
          </Title>
          <SendTest webhook={webhook} />
        </Group>
        <Deliveries webhook={webhook} />
      </section>
    </Stack>
  );
}

function EditWebhook({ webhook, onDeleted }: Pick<WebhookPanelProps, 'webhook' | 'onDeleted'>) {
  const path = { id: webhook.id };
  const { form, base, reload } = useEditForm(webhook, toWebhookValues, DELIVERY_FILTERS);
  const saved = useSaved();
  const update = query.useMutation('patch', WEBHOOK, {
    onSuccess: async (changed) => {
      form.reset(toWebhookValues(changed));
      await saved(`${changed.name} is saved`);
    },
  });
  const remove = query.useMutation('delete', WEBHOOK, {
    onSuccess: async () => {
      onDeleted();
      await saved(`${webhook.name} is deleted`);
    },
    onError: notifyProblem,
  });
  const loadNewest = () => {
    reload();
    update.reset();
  };
  const submit = form.handleSubmit((values) =>
    update.mutate({ params: { path, header: ifMatch(base) }, body: toWebhookBody(values) }),
  );
  const { waiting, delivered, failed } = webhook.deliveries;
  const askToDelete = () =>
    confirmDestructive({
      title: `Delete ${webhook.name}?`,
      text: `${webhook.url} is told of nothing from then on. Its ${waiting + delivered + failed} deliveries are deleted with it, the ${waiting} that wait too.`,
      confirm: 'Delete',
      onConfirm: () => remove.mutate({ params: { path, header: ifMatch(webhook) } }),
    });
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <WebhookFields form={form} error={update.error} />
        <SaveProblem error={update.error} onReload={loadNewest} />
        <Group justify="space-between">
          <Button variant="light" color="red" onClick={askToDelete} loading={remove.isPending}>
            Delete
          </Button>
          <Button type="submit" loading={update.isPending} disabled={!form.formState.isDirty}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function SigningSecret({ webhook, onRotated }: Pick<WebhookPanelProps, 'webhook' | 'onRotated'>) {
  const saved = useSaved();
  const rotate = query.useMutation('post', `${WEBHOOK}/secret/rotate`, {
    onSuccess: async ({ secret }) => {
      onRotated(secret);
      await saved('There is a new secret');
    },
    onError: notifyProblem,
  });
  const ask = (graceSeconds: number, text: string) =>
    confirmDestructive({
      title: `Rotate the secret of ${webhook.name}?`,
      text,
      confirm: 'Rotate',
      onConfirm: () =>
        rotate.mutate({ params: { path: { id: webhook.id }, header: ifMatch(webhook) }, body: { graceSeconds } }),
    });
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Signing secret
      </Title>
      {webhook.previousSecretUntil !== null && (
        <Text size="sm" mb="xs">
          The secret of before signs deliveries as well; it ends <Moment time={webhook.previousSecretUntil} />.
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={rotate.isPending}
          onClick={() =>
            ask(DAY_SECONDS, 'Deliveries are signed by the old one as well for a day: change the receiver by then.')
          }
        >
          Rotate
        </Button>
        <Button
          size="xs"
          variant="light"
          color="red"
          disabled={rotate.isPending}
          onClick={() =>
            ask(
              0,
              `${webhook.url} refuses what it is sent until it has the new one; that is sent again for three days.`,
            )
          }
        >
          Replace at once
        </Button>
      </Group>
    </section>
  );
}

const DAY_SECONDS = 86_400;

function SendTest({ webhook }: { webhook: Webhook }) {
  const saved = useSaved();
  const test = query.useMutation('post', `${WEBHOOK}/test`, {
    onSuccess: () => saved('A test event is on its way'),
    onError: notifyProblem,
  });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<Send size={14} aria-hidden />}
      loading={test.isPending}
      onClick={() => test.mutate({ params: { path: { id: webhook.id } } })}
    >
      Send a test event
    </Button>
  );
}
