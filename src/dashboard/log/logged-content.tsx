import { Alert, Badge, Code, Group, Paper, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { EyeOff } from 'lucide-react';
import { useState } from 'react';
import type { Schemas } from '../api/client.js';
import { readReplyMessages, readRequestMessages, type ChatMessage } from './read-chat.js';

type Detail = Schemas['RequestDetailView'];

/** What was asked and answered, where the environment keeps it: as a conversation, and as it was sent. */
export function LoggedContent({ detail: { requestBody, responseBody, environment } }: { detail: Detail }) {
  const [view, setView] = useState<'chat' | 'raw'>('chat');
  if (requestBody === null && responseBody === null) {
    return (
      <Text size="sm" c="dimmed">
        {environment.name} keeps no prompts and answers; its page under Environments says so, and can be told to.
      </Text>
    );
  }
  const asked = requestBody === null ? null : readRequestMessages(requestBody);
  const answered = responseBody === null ? null : readReplyMessages(responseBody);
  const isChat = asked !== null || answered !== null;
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4">
          Content
        </Title>
        {isChat && (
          <SegmentedControl
            size="xs"
            aria-label="Content as"
            data={[
              { value: 'chat', label: 'Chat' },
              { value: 'raw', label: 'Raw' },
            ]}
            value={view}
            onChange={(value) => setView(value === 'raw' ? 'raw' : 'chat')}
          />
        )}
      </Group>
      <KeptOnly texts={[requestBody ?? '', responseBody ?? '']} />
      {isChat && view === 'chat' ? (
        <Stack gap="xs">
          {asked === null && requestBody !== null && <Unread what="request" />}
          {[...(asked ?? []), ...(answered ?? [])].map((message, index) => (
            <Message key={index} message={message} />
          ))}
          {answered === null && responseBody !== null && <Unread what="response" />}
        </Stack>
      ) : (
        <Stack gap="xs">
          <Raw title="Request" text={requestBody} />
          <Raw title="Response" text={responseBody} />
        </Stack>
      )}
    </section>
  );
}

/** What the gateway leaves in the place of something, see docs/log.md. */
const CUT = '… [cut]';
const REDACTED = '[redacted]';
const NOT_KEPT = '[not kept: ';

/** Says where what is shown is not all that was sent. */
function KeptOnly({ texts }: { texts: readonly string[] }) {
  const reasons = [
    texts.some((text) => text.endsWith(CUT)) && 'It was too long to be kept whole, and ends where it says [cut].',
    texts.some((text) => text.includes(REDACTED)) &&
      'What stood where it says [redacted] was struck out before it was kept, by the rules of the environment.',
    texts.some((text) => text.includes(NOT_KEPT)) &&
      'Members were to be struck out of what could not be read whole: nothing of that is kept.',
  ].filter((reason) => reason !== false);
  if (reasons.length === 0) return null;
  return (
    <Alert color="gray" mb="xs" icon={<EyeOff aria-hidden />}>
      {reasons.map((reason) => (
        <Text key={reason} size="sm">
          {reason}
        </Text>
      ))}
    </Alert>
  );
}

function Unread({ what }: { what: string }) {
  return (
    <Text size="sm" c="dimmed">
      The {what} cannot be shown as a chat; it is under Raw as it was kept.
    </Text>
  );
}

function Message({ message: { role, text } }: { message: ChatMessage }) {
  return (
    <Paper withBorder p="xs">
      <Badge size="xs" variant="light" color={role === 'assistant' ? 'green' : 'indigo'} mb={4}>
        {role}
      </Badge>
      <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    </Paper>
  );
}

function Raw({ title, text }: { title: string; text: string | null }) {
  if (text === null) return null;
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {title}
      </Text>
      <Code block mah={400} style={{ overflow: 'auto' }} tabIndex={0}>
        {readable(text)}
      </Code>
    </div>
  );
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
