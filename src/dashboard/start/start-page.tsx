import { Stack, Text, Timeline } from '@mantine/core';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { useProviders } from '../api/collections.js';
import { PageHeader } from '../components/page-header.js';
import { ArrivingCall, useArrivingCalls } from './arriving-call.js';
import { FirstCall } from './first-call.js';
import { FirstProvider } from './first-provider.js';
import { FirstSecret, type MadeSecret } from './first-secret.js';

/** From nothing to a call in the log, in four steps, each marked as soon as it is done. */
export function StartPage() {
  const [made, setMade] = useState<MadeSecret | null>(null);
  const [since] = useState(() => new Date().toISOString());
  const arriving = useArrivingCalls(since);
  const providers = useProviders().data?.items ?? [];
  const hasProvider = providers.some(({ enabled, credentials }) => enabled && credentials !== null);
  const calls = arriving.data?.items ?? [];
  const hasArrived = calls.length > 0;
  const isUsed = made !== null && calls.some(({ secret }) => secret?.id === made.id);
  const steps = [
    { title: 'A provider', isDone: hasProvider, content: <FirstProvider /> },
    {
      title: 'A secret for your application',
      isDone: made !== null || hasArrived,
      content: <FirstSecret made={made} onMade={setMade} isUsed={isUsed} />,
    },
    {
      title: 'The call',
      isDone: calls.some(({ errorCode }) => errorCode === null),
      content: <FirstCall secret={made?.secret} />,
    },
    { title: 'It arrives', isDone: hasArrived, content: <ArrivingCall result={arriving} /> },
  ];
  const firstToDo = steps.findIndex(({ isDone }) => !isDone);
  return (
    <>
      <PageHeader title="First call">Four steps from here to a call that you see in the log.</PageHeader>
      <Timeline active={(firstToDo === -1 ? steps.length : firstToDo) - 1} bulletSize={24} lineWidth={2}>
        {steps.map(({ title, isDone, content }, index) => (
          <Timeline.Item
            key={title}
            title={title}
            bullet={isDone ? <Check size={14} role="img" aria-label="Done" /> : <Text size="xs">{index + 1}</Text>}
          >
            <Stack gap="xs" mt="xs" mb="lg" maw={860}>
              {content}
            </Stack>
          </Timeline.Item>
        ))}
      </Timeline>
    </>
  );
}
