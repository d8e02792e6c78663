import { Badge, Group, Stack, Tabs, Text, Timeline } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useProviders } from '../api/collections.js';
import { SETUPS } from '../connect/setups.js';
import { SetupView } from '../connect/setup-view.js';
import { LinkAnchor } from '../components/links.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { TestProvider } from '../providers/test-provider.js';
import { ArrivingCall } from './arriving-call.js';
import { FirstSecret, type MadeSecret } from './first-secret.js';

/** Shown of the set-ups: the others are under Connect. */
const FIRST_CALLS = ['curl', 'OpenAI SDK for TypeScript', 'OpenAI SDK for Python'];
const SANDBOX_MODEL = '@sandbox/sandbox-1';

/** From nothing to a call in the log, in four steps, each with what shows that it is done. */
export function StartPage() {
  const [made, setMade] = useState<MadeSecret | null>(null);
  const [since] = useState(() => new Date().toISOString());
  return (
    <>
      <PageHeader title="First call">Four steps from here to a call that you see in the log.</PageHeader>
      <Timeline active={made === null ? 0 : 2} bulletSize={24} lineWidth={2}>
        <Step number={1} title="A provider">
          <Providers />
        </Step>
        <Step number={2} title="A secret for your application">
          <FirstSecret made={made} onMade={setMade} />
        </Step>
        <Step number={3} title="The call">
          <Tabs defaultValue={FIRST_CALLS[0] ?? ''} keepMounted={false}>
            <Tabs.List mb="sm">
              {FIRST_CALLS.map((title) => (
                <Tabs.Tab key={title} value={title}>
                  {title.replace('OpenAI SDK for ', '')}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {SETUPS.filter(({ title }) => FIRST_CALLS.includes(title)).map((setup) => (
              <Tabs.Panel key={setup.title} value={setup.title}>
                <SetupView
                  setup={setup}
                  values={{
                    url: window.location.origin,
                    model: SANDBOX_MODEL,
                    ...(made !== null && { secret: made.secret }),
                  }}
                />
              </Tabs.Panel>
            ))}
          </Tabs>
          <Text size="sm" mt="xs">
            Other tools are under{' '}
            <LinkAnchor to="/connect" size="sm">
              Connect
            </LinkAnchor>
            .
          </Text>
        </Step>
        <Step number={4} title="It arrives">
          <ArrivingCall since={since} />
        </Step>
      </Timeline>
    </>
  );
}

function Step({ number, title, children }: { number: number; title: string; children: ReactNode }) {
  return (
    <Timeline.Item bullet={<Text size="xs">{number}</Text>} title={title}>
      <Stack gap="xs" mt="xs" mb="lg" maw={860}>
        {children}
      </Stack>
    </Timeline.Item>
  );
}

function Providers() {
  const providers = useProviders();
  return (
    <QueryView result={providers}>
      {({ items }) => (
        <>
          {items.map(({ id, name, slug, vendor, enabled }) => (
            <Stack key={id} gap="xs">
              <Group gap="xs">
                <Text size="sm" fw={600}>
                  {name}
                </Text>
                <Text size="sm">@{slug}/</Text>
                {vendor === 'sandbox' && <Badge variant="light">answers offline, at no cost</Badge>}
                {!enabled && <Badge color="gray">disabled</Badge>}
              </Group>
              <TestProvider id={id} />
            </Stack>
          ))}
          <Text size="sm">
            {items.length === 0 && 'There is none yet. '}
            <LinkAnchor to="/providers" search={{ open: 'new' }} size="sm">
              Add a provider
            </LinkAnchor>{' '}
            with a vendor’s key to call real models.
          </Text>
        </>
      )}
    </QueryView>
  );
}
