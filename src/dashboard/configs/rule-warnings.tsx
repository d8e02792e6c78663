import { Alert } from '@mantine/core';
import { TriangleAlert } from 'lucide-react';
import { query } from '../api/client.js';
import type { Rule } from '../api/collections.js';

/** What the API says of how a rule stands among the others: that no call can get to it, or to one below it. */
export function RuleWarnings({ rule: { configId, id } }: { rule: Rule }) {
  const { data } = query.useQuery('get', '/llmops/api/admin/v1/configs/{id}/rules/{ruleId}', {
    params: { path: { id: configId, ruleId: id } },
  });
  return data?.warnings.map(({ detail }) => (
    <Alert
      key={detail}
      mt="xs"
      color="yellow"
      icon={<TriangleAlert aria-hidden />}
      title={detail.charAt(0).toUpperCase() + detail.slice(1)}
    />
  ));
}
