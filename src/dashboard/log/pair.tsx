import { Group, List, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { LinkAnchor } from '../components/links.js';
import { Money } from '../components/money.js';

/** The copies that shadows got of a request, or the request that this one is a copy of. */
export function Pair({ detail: { shadowOf, shadows } }: { detail: Schemas['RequestDetailView'] }) {
  if (shadowOf !== null) {
    return (
      <Text size="sm">
        A copy that a shadow got, which no caller saw, of{' '}
        <LinkAnchor to="/log" search={(search) => ({ ...search, open: shadowOf })}>
          the request that was served
        </LinkAnchor>
        .
      </Text>
    );
  }
  if (shadows.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Copies for shadows
      </Title>
      <List size="sm">
        {shadows.map(({ requestId, variant, version, status, errorCode, cost, latencyMs }) => (
          <List.Item key={requestId}>
            <Group gap="xs">
              <LinkAnchor size="sm" to="/log" search={(search) => ({ ...search, open: requestId })}>
                {variant ?? 'a variant that was deleted'}, version {version ?? '?'}
              </LinkAnchor>
              <span>
                {status} {errorCode ?? ''}
              </span>
              <span>{Math.round(latencyMs).toLocaleString('en-US')} ms</span>
              <Money amount={cost} />
            </Group>
          </List.Item>
        ))}
      </List>
    </section>
  );
}
