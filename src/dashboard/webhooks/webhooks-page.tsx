import { Badge, Button, Group, Text, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { Panel } from '../components/dialog.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { webhooksRoute } from '../router.js';
import { DeliveryState } from './delivery-state.js';
import { NewWebhook } from './new-webhook.js';
import { useWatchedWebhooks, type Webhook } from './use-webhooks.js';
import { WebhookPanel } from './webhook-panel.js';

const NEW = 'new';

/** Who is told of what happens, and whether they are reached. */
export function WebhooksPage() {
  const { open } = webhooksRoute.useSearch();
  const navigate = webhooksRoute.useNavigate();
  const webhooks = useWatchedWebhooks();
  const [made, setMade] = useState<{ readonly id: string; readonly secret: string } | null>(null);
  const show = (id: string | undefined) => void navigate({ search: { open: id } });
  const close = () => show(undefined);
  return (
    <>
      <PageHeader
        title="Webhooks"
        docs="webhooks"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show(NEW)}>
            Add a webhook
          </Button>
        }
      >
        URLs of yours that are told what happens: a vendor that is passed over, a guard that tripped, a log that does
        not arrive.
      </PageHeader>
      <QueryView result={webhooks}>
        {({ items }) => {
          const webhook = items.find(({ id }) => id === open);
          return (
            <>
              <ListTable
                label="Webhooks"
                rows={items}
                columns={toColumns(show)}
                rowKey={({ id }) => id}
                empty="No webhook yet. Add one, and whoever is on call hears of what needs them."
                minWidth={760}
                open={open}
                onOpen={show}
              />
              <Panel
                opened={open !== undefined}
                onClose={close}
                size="xl"
                title={open === NEW ? 'Add a webhook' : (webhook?.name ?? 'There is no such webhook')}
              >
                {open === NEW && (
                  <NewWebhook
                    onCreated={({ id, secret }) => {
                      setMade({ id, secret });
                      show(id);
                    }}
                  />
                )}
                {webhook && (
                  <WebhookPanel
                    key={webhook.id}
                    webhook={webhook}
                    secret={made?.id === webhook.id ? made.secret : null}
                    onRotated={(secret) => setMade({ id: webhook.id, secret })}
                    onHideSecret={() => setMade(null)}
                    onDeleted={close}
                  />
                )}
              </Panel>
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function toColumns(onOpen: (id: string) => void): readonly Column<Webhook>[] {
  return [
    {
      key: 'name',
      title: 'Name',
      cell: ({ id, name, enabled }) => (
        <Group gap="xs" wrap="nowrap">
          <UnstyledButton fw={600} fz="sm" miw={120} onClick={() => onOpen(id)}>
            {name}
          </UnstyledButton>
          {!enabled && (
            <Badge size="xs" color="gray" variant="light" style={{ flexShrink: 0 }}>
              disabled
            </Badge>
          )}
        </Group>
      ),
    },
    {
      key: 'url',
      title: 'URL',
      cell: ({ url }) => (
        <Text size="sm" truncate maw={240} title={url}>
          {url}
        </Text>
      ),
    },
    {
      key: 'events',
      title: 'Told of',
      cell: ({ events }) => (
        <Text size="sm" truncate maw={180} title={events.join(', ')}>
          {events.length === 0 ? 'every event' : events.join(', ')}
        </Text>
      ),
    },
    { key: 'last', title: 'Last delivery', cell: (webhook) => <LastDelivery webhook={webhook} /> },
    { key: 'waiting', title: 'Waiting', align: 'right', cell: ({ deliveries }) => deliveries.waiting },
    { key: 'failed', title: 'Given up', align: 'right', cell: ({ deliveries }) => deliveries.failed },
  ];
}

function LastDelivery({ webhook: { deliveries } }: { webhook: Webhook }) {
  if (deliveries.last === null) {
    return (
      <Text size="sm" c="dimmed">
        none yet
      </Text>
    );
  }
  return (
    <Group gap={4}>
      <DeliveryState delivery={deliveries.last} />
      <Moment time={deliveries.last.createdAt} />
    </Group>
  );
}
