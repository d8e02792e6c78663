import { Alert, Badge, List, Text } from '@mantine/core';
import { useEnvironments } from '../api/collections.js';
import { describeRole, useRuleTargets } from '../api/rule-targets.js';

/** Whom the next version of a variant would be served to as soon as it is there, and who keeps the one of now. */
export function PublishEffect({ variantId }: { variantId: string }) {
  const { data } = useRuleTargets({ variantId });
  const environments = useEnvironments().data?.items ?? [];
  if (data === undefined) return null;
  const enabled = data.items.filter((target) => target.enabled);
  const following = enabled.filter(({ version, weight }) => version === 'latest' && weight !== 0);
  const pinned = enabled.filter(({ version }) => version !== 'latest').length;
  const isProduction = (id: string) => environments.some((each) => each.id === id && each.isProduction);
  const stays = pinned > 0 && `${pinned === 1 ? 'One place keeps' : `${pinned} places keep`} the version stated there.`;
  if (following.length === 0) {
    return (
      <Text size="sm" c="dimmed" role="status">
        Publishing changes nothing for callers: no enabled rule serves the latest version. {stays}
      </Text>
    );
  }
  return (
    <Alert color="yellow" title="Served at once, when it is published" role="status">
      <List size="sm">
        {following.map((target) => (
          <List.Item key={`${target.ruleId} ${target.role} ${target.position}`}>
            {target.config} in {target.environment}, rule of priority {target.priority}: {describeRole(target)}{' '}
            {isProduction(target.environmentId) && (
              <Badge color="red" variant="light">
                production
              </Badge>
            )}
          </List.Item>
        ))}
        {data.nextCursor !== null && <List.Item>and more: only the first are listed</List.Item>}
      </List>
      <Text size="sm" mt="xs">
        To let it reach callers step by step instead, pin the rules first and roll it out. {stays}
      </Text>
    </Alert>
  );
}
