import { Badge, Card, Code, Group, Stack, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';

/** Who would answer, with what, and why. */
export function Explanation({ view }: { view: Schemas['ExplanationView'] }) {
  return (
    <>
      {view.error !== null && (
        <Text c="var(--mantine-color-error)">
          {view.error.status}: {view.error.message}
        </Text>
      )}
      {view.targets.map((target, index) => (
        <TargetCard key={index} target={target} role={index === 0 ? 'answers' : `fallback ${index}`} />
      ))}
      {view.shadows.map((target, index) => (
        <TargetCard key={`shadow ${index}`} target={target} role="gets a copy" />
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

function TargetCard({ target, role }: { readonly target: Schemas['ExplainedTargetView']; readonly role: string }) {
  return (
    <Card withBorder>
      <Group gap="xs">
        <Badge>{role}</Badge>
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
  );
}

function describeStep(step: Schemas['ExplainedStepView']): string {
  const {
    step: name,
    variant,
    version,
    weight,
    subject,
    subjectFrom,
    because,
    priority,
    provider,
    by,
    share,
    drawn,
  } = step;
  if (name === 'draw') {
    const who = subject === undefined ? 'drawn at random' : `drawn for ${subjectFrom ?? 'subject'} ${subject}`;
    return `${variant ?? ''} version ${version ?? ''} (${(weight ?? 0) / 100} %), ${who}`;
  }
  if (name === 'shadow') {
    const copied = `${variant ?? ''} version ${version ?? ''} gets a copy of ${(share ?? 0) / 100} %`;
    return `Shadow: ${copied}, ${drawn === true ? 'of this call too, once it is answered' : 'not of this call'}`;
  }
  if (name === 'rule')
    return `The rule of priority ${priority ?? ''} ${step.matched === false ? 'does not match' : 'matches'}`;
  if (name === 'config')
    return `The config is named by the ${by === 'environment-default' ? "environment's default" : (by ?? 'call')}`;
  if (name === 'direct') return `The call names @${provider ?? ''} itself`;
  return `${name}: ${variant ?? provider ?? ''}${version === undefined ? '' : ` version ${version}`}${because === undefined ? '' : ` (${because})`}`;
}
