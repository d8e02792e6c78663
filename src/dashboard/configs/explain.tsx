import { Badge, Button, Card, Code, Group, JsonInput, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import type { Config, Environment } from '../api/collections.js';
import { ENDPOINTS, type Endpoint } from '../api/endpoints.js';
import { toJsonObject } from '../components/json-field.js';
import { ProblemAlert } from '../components/problem-alert.js';

const EXAMPLE = JSON.stringify(
  { messages: [{ role: 'user', content: 'Hello' }], metadata: { userId: 'u-1' } },
  null,
  2,
);

interface ExplainProps {
  readonly config: Config;
  readonly environment: Environment;
}

/** What would happen to a request, and why. Nothing is called. */
export function Explain({ config, environment }: ExplainProps) {
  const [endpoint, setEndpoint] = useState<Endpoint>('chat/completions');
  const [text, setText] = useState(EXAMPLE);
  const explain = query.useMutation('post', '/llmops/api/admin/v1/configs/{id}/explain');
  const body = toJsonObject(text);
  const run = () => {
    if (body === null) return;
    explain.mutate({ params: { path: { id: config.id } }, body: { environmentId: environment.id, endpoint, body } });
  };
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }}>
      <Stack>
        <Select
          label="Endpoint"
          data={[...ENDPOINTS]}
          value={endpoint}
          allowDeselect={false}
          onChange={(value) => setEndpoint(ENDPOINTS.find((each) => each === value) ?? endpoint)}
        />
        <JsonInput
          label="Body"
          value={text}
          onChange={setText}
          autosize
          minRows={8}
          maxRows={24}
          error={body === null && 'This is no JSON object'}
        />
        <Group>
          <Button onClick={run} loading={explain.isPending} disabled={body === null}>
            Explain
          </Button>
        </Group>
      </Stack>
      <Stack aria-live="polite">
        {explain.isError && <ProblemAlert error={explain.error} />}
        {explain.data && <Explanation view={explain.data} />}
      </Stack>
    </SimpleGrid>
  );
}

function Explanation({ view }: { view: Schemas['ExplanationView'] }) {
  return (
    <>
      {view.error !== null && (
        <Text c="var(--mantine-color-error)">
          {view.error.status}: {view.error.message}
        </Text>
      )}
      {view.targets.map((target, index) => (
        <Card key={index} withBorder>
          <Group gap="xs">
            <Badge>{index === 0 ? 'answers' : `fallback ${index}`}</Badge>
            <Text fw={600}>
              @{target.provider}/{target.model}
            </Text>
            {target.variant !== null && (
              <Text size="sm" c="dimmed">
                {target.variant}, version {target.version ?? '?'}
              </Text>
            )}
          </Group>
          {target.error !== null && <Text c="var(--mantine-color-error)">{target.error.message}</Text>}
          {target.dropped.length > 0 && <Text size="sm">Left out: {target.dropped.join(', ')}</Text>}
          <Code block mt="xs" mah={320} style={{ overflow: 'auto' }} tabIndex={0}>
            {JSON.stringify(target.request, null, 2)}
          </Code>
        </Card>
      ))}
      <section>
        <Title order={2} size="h4" mb="xs">
          Why
        </Title>
        <Stack gap={4}>
          {view.reasons.map((reason, index) => (
            <Text key={index} size="sm">
              {describeStep(reason)}
            </Text>
          ))}
          {view.rules.map((rule) => (
            <Text key={rule.ruleId} size="sm">
              Rule of priority {rule.priority}: {rule.outcome.replace('-', ' ')}
            </Text>
          ))}
        </Stack>
      </section>
    </>
  );
}

function describeStep(step: Schemas['ExplainedStepView']): string {
  const { step: name, variant, version, weight, subject, subjectFrom, because, priority, provider, by } = step;
  if (name === 'draw') {
    const who = subject === undefined ? 'drawn at random' : `drawn for ${subjectFrom ?? 'subject'} ${subject}`;
    return `${variant ?? ''} version ${version ?? ''} (${(weight ?? 0) / 100} %), ${who}`;
  }
  if (name === 'rule')
    return `The rule of priority ${priority ?? ''} ${step.matched === false ? 'does not match' : 'matches'}`;
  if (name === 'config')
    return `The config is named by the ${by === 'environment-default' ? "environment's default" : (by ?? 'call')}`;
  if (name === 'direct') return `The call names @${provider ?? ''} itself`;
  return `${name}: ${variant ?? provider ?? ''}${version === undefined ? '' : ` version ${version}`}${because === undefined ? '' : ` (${because})`}`;
}
