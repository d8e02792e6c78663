import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { query, type Schemas } from '../api/client.js';
import { ENDPOINTS } from '../api/endpoints.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { Explanation } from '../configs/explanation.js';
import { bodyOf } from './to-curl.js';

type Detail = Schemas['RequestDetailView'];

/** Who answered and why, and what today's rules would do with the same. Nothing is called. */
export function ExplainAgain({ detail }: { detail: Detail }) {
  const { config, variant, environment, requestBody } = detail;
  const explain = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/explain');
  const endpoint = ENDPOINTS.find((each) => each === detail.endpoint);
  if (config === null || endpoint === undefined) return null;
  const run = () =>
    explain.mutate({
      params: { path: { id: config.id } },
      body: {
        environmentId: environment.id,
        endpoint,
        body: bodyOf(detail),
        headers: { 'x-llmops-config': config.name },
        requestId: detail.shadowOf ?? detail.requestId,
      },
    });
  return (
    <section>
      <Title order={2} size="h4" mb="xs">
        Rule and arm
      </Title>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          {variant === null
            ? 'No variant was chosen.'
            : `${variant.name}, version ${detail.version ?? '?'}, ${roleOf(detail)}, at revision ${detail.configRevision ?? '?'}.`}
        </Text>
        <Group>
          <Button size="xs" variant="light" onClick={run} loading={explain.isPending}>
            Explain it by today’s rules
          </Button>
        </Group>
        {requestBody === null && (
          <Text size="xs" c="dimmed">
            The body is not kept: what is asked with is the model and the tags, without the user whom a split may be by.
          </Text>
        )}
        {explain.isError && <ProblemAlert error={explain.error} />}
      </Stack>
      {explain.data && (
        <Stack mt="sm" aria-live="polite">
          <Explanation view={explain.data} />
        </Stack>
      )}
    </section>
  );
}

function roleOf({ weight, shadowOf }: Detail): string {
  if (shadowOf !== null) return 'as a shadow';
  return weight === null ? 'as a fallback' : `with a share of ${weight / 100} %`;
}
