import { Accordion, Alert, Button, Group, Select, Stack, Text } from '@mantine/core';
import { query } from '../api/client.js';
import { CodeSample } from '../components/code-sample.js';
import { Moment, RelativeTime } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { webhooksRoute } from '../router.js';
import { DeliveryState } from './delivery-state.js';
import { useDeliveries, useEvents, WEBHOOK, type Delivery, type Webhook } from './use-webhooks.js';

/** What was sent to a webhook and what became of it; filters and the open one are in the address. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const { state, type, delivery } = webhooksRoute.useSearch();
  const navigate = webhooksRoute.useNavigate();
  const change = (changes: object) => void navigate({ search: (search) => ({ ...search, ...changes }) });
  const deliveries = useDeliveries(webhook.id, { state, type: useDeliveredTypes().find((each) => each === type) });
  return (
    <Stack>
      <DeliveryFilters />
      <QueryView result={deliveries}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <NoDelivery isFiltered={state !== undefined || type !== undefined} />;
          return (
            <Accordion
              variant="separated"
              value={delivery ?? null}
              onChange={(id) => change({ delivery: id ?? undefined })}
            >
              {items.map((item) => (
                <Accordion.Item key={item.id} value={item.id}>
                  <Accordion.Control>
                    <Group justify="space-between" gap="xs">
                      <Text size="sm" fw={600}>
                        {item.type}
                      </Text>
                      <Group gap="xs">
                        <Text size="xs" c="dimmed">
                          <RelativeTime time={item.createdAt} />
                        </Text>
                        <DeliveryState delivery={item} />
                      </Group>
                    </Group>
                  </Accordion.Control>
                  <Accordion.Panel>
                    {item.id === delivery && <OneDelivery webhook={webhook} delivery={item} />}
                  </Accordion.Panel>
                </Accordion.Item>
              ))}
            </Accordion>
          );
        }}
      </QueryView>
      {deliveries.hasNextPage && (
        <Button
          variant="default"
          loading={deliveries.isFetchingNextPage}
          onClick={() => void deliveries.fetchNextPage()}
        >
          Older ones
        </Button>
      )}
    </Stack>
  );
}

function NoDelivery({ isFiltered }: { isFiltered: boolean }) {
  return (
    <Text size="sm" c="dimmed">
      {isFiltered ? 'No delivery matches.' : 'No delivery yet. A test event shows whether the receiver takes them.'}
    </Text>
  );
}

function useDeliveredTypes(): Delivery['type'][] {
  const events = useEvents().data?.items ?? [];
  return [...events.map(({ type }) => type), 'webhook.test'];
}

const STATES = [
  { value: 'waiting', label: 'waiting' },
  { value: 'delivered', label: 'delivered' },
  { value: 'failed', label: 'given up' },
] as const;

function DeliveryFilters() {
  const { state, type } = webhooksRoute.useSearch();
  const navigate = webhooksRoute.useNavigate();
  const change = (changes: object) =>
    void navigate({ search: (search) => ({ ...search, delivery: undefined, ...changes }) });
  const types = useDeliveredTypes();
  return (
    <Group grow>
      <Select
        label="State"
        placeholder="all"
        clearable
        data={STATES}
        value={state ?? null}
        onChange={(value) => change({ state: value ?? undefined })}
      />
      <Select
        label="Event"
        placeholder="all"
        clearable
        data={types}
        value={type ?? null}
        onChange={(value) => change({ type: value ?? undefined })}
      />
    </Group>
  );
}

function OneDelivery({ webhook, delivery }: { webhook: Webhook; delivery: Delivery }) {
  const { id, attempts, lastStatus, lastError, deliveredAt, nextAt, body } = delivery;
  const saved = useSaved();
  const redeliver = query.useMutation('post', `${WEBHOOK}/deliveries/{deliveryId}/redeliver`, {
    onSuccess: () => saved('It is sent again'),
    onError: notifyProblem,
  });
  return (
    <Stack gap="xs">
      <Text size="sm">
        {attempts} {attempts === 1 ? 'attempt' : 'attempts'}
        {lastStatus !== null && lastError === null && <>; the receiver answered {lastStatus}</>}
        {deliveredAt !== null && (
          <>
            , <Moment time={deliveredAt} />
          </>
        )}
        {nextAt !== null &&
          (webhook.enabled ? (
            <>
              ; next one <Moment time={nextAt} />
            </>
          ) : (
            '; it waits until the webhook is enabled'
          ))}
      </Text>
      {lastError !== null && (
        <Alert color="red" p="xs">
          {lastError}
        </Alert>
      )}
      <CodeSample label="the payload" maxHeight={320} code={JSON.stringify(JSON.parse(body), null, 2)} />
      <Group justify="space-between">
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          webhook-id {id}
        </Text>
        <Button
          size="xs"
          variant="default"
          loading={redeliver.isPending}
          onClick={() => redeliver.mutate({ params: { path: { id: webhook.id, deliveryId: id } } })}
        >
          Redeliver
        </Button>
      </Group>
    </Stack>
  );
}
