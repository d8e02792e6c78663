import { Badge } from '@mantine/core';
import type { Delivery } from './use-webhooks.js';

/** One that failed and is tried again says so. */
export function DeliveryState({ delivery: { state, attempts } }: { delivery: Pick<Delivery, 'state' | 'attempts'> }) {
  if (state === 'delivered') return <DeliveryBadge color="green" label="delivered" />;
  if (state === 'failed') return <DeliveryBadge color="red" label="given up" />;
  return attempts === 0 ? (
    <DeliveryBadge color="gray" label="waiting" />
  ) : (
    <DeliveryBadge color="yellow" label="is tried again" />
  );
}

function DeliveryBadge({ color, label }: { color: string; label: string }) {
  return (
    <Badge color={color} variant="light" style={{ flexShrink: 0 }}>
      {label}
    </Badge>
  );
}
