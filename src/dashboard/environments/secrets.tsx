import {
  ActionIcon,
  Alert,
  Button,
  Group,
  Modal,
  NumberInput,
  Stack,
  Table,
  Text,
  TextInput,
  Title,
  Tooltip,
} from '@mantine/core';
import { DateTimePicker } from '@mantine/dates';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import type { Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { CopyText } from '../components/copy-text.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { useSaved } from '../components/use-saved.js';
import '@mantine/dates/styles.css';

/** Secrets of an environment: each is shown whole once, when it is made. */
export function Secrets({ environment }: { environment: Environment }) {
  const [made, setMade] = useState<Schemas['NewSecretView'] | null>(null);
  const [dialog, setDialog] = useState<'create' | 'rotate' | null>(null);
  const end = useEndSecret(environment);
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h4">
          Secrets
        </Title>
        <Group gap="xs">
          <Button
            size="xs"
            variant="light"
            onClick={() => setDialog('rotate')}
            disabled={environment.secrets.length === 0}
          >
            Rotate
          </Button>
          <Button size="xs" leftSection={<KeyRound size={14} aria-hidden />} onClick={() => setDialog('create')}>
            New secret
          </Button>
        </Group>
      </Group>
      {made !== null && (
        <Alert
          color="green"
          title="The new secret: it is shown this once"
          withCloseButton
          onClose={() => setMade(null)}
          closeButtonLabel="Hide the secret"
        >
          <CopyText text={made.secret} label="the secret" />
        </Alert>
      )}
      <SecretTable secrets={environment.secrets} onEnd={end} />
      <Modal
        opened={dialog !== null}
        onClose={() => setDialog(null)}
        title={dialog === 'rotate' ? 'Rotate the secrets' : 'New secret'}
      >
        {dialog === 'create' && (
          <CreateSecret environment={environment} onMade={setMade} onClose={() => setDialog(null)} />
        )}
        {dialog === 'rotate' && (
          <RotateSecrets environment={environment} onMade={setMade} onClose={() => setDialog(null)} />
        )}
      </Modal>
    </Stack>
  );
}

function useEndSecret(environment: Environment): (secret: Schemas['SecretView']) => void {
  const saved = useSaved();
  const remove = query.useMutation('delete', '/llmops/api/admin/v1/environments/{id}/secrets/{secretId}', {
    onSuccess: () => saved('The secret has ended'),
    onError: notifyProblem,
  });
  return ({ id, name, hint }) =>
    confirmDestructive({
      title: `End the secret ${name ?? ''} (…${hint})?`,
      text: 'Whoever calls with it is refused from then on, on every replica.',
      confirm: 'End it',
      onConfirm: () => remove.mutate({ params: { path: { id: environment.id, secretId: id } } }),
    });
}

interface SecretTableProps {
  readonly secrets: readonly Schemas['SecretView'][];
  readonly onEnd: (secret: Schemas['SecretView']) => void;
}

function SecretTable({ secrets, onEnd }: SecretTableProps) {
  if (secrets.length === 0) return <Text c="dimmed">No secret yet. Applications need one to call.</Text>;
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Ends in</Table.Th>
            <Table.Th>Last used</Table.Th>
            <Table.Th>Expires</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {secrets.map((secret) => (
            <Table.Tr key={secret.id}>
              <Table.Td>{secret.name ?? '–'}</Table.Td>
              <Table.Td>…{secret.hint}</Table.Td>
              <Table.Td>{secret.lastUsedAt === null ? 'never' : <Moment time={secret.lastUsedAt} />}</Table.Td>
              <Table.Td>{secret.expiresAt === null ? 'never' : <Moment time={secret.expiresAt} />}</Table.Td>
              <Table.Td>
                <Tooltip label="End it">
                  <ActionIcon
                    variant="subtle"
                    color="red"
                    aria-label={`End the secret ${secret.name ?? secret.hint}`}
                    onClick={() => onEnd(secret)}
                  >
                    <Trash2 size={16} aria-hidden />
                  </ActionIcon>
                </Tooltip>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

interface DialogProps {
  readonly environment: Environment;
  readonly onMade: (secret: Schemas['NewSecretView']) => void;
  readonly onClose: () => void;
}

function CreateSecret({ environment, onMade, onClose }: DialogProps) {
  const [name, setName] = useState('');
  const [expiresAt, setExpiresAt] = useState<string | null>(null);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/environments/{id}/secrets', {
    onSuccess: async (secret) => {
      onMade(secret);
      onClose();
      await saved('The secret is made');
    },
  });
  const run = () =>
    create.mutate({
      params: { path: { id: environment.id } },
      body: {
        ...(name !== '' && { name }),
        ...(expiresAt !== null && { expiresAt: new Date(expiresAt).toISOString() }),
      },
    });
  return (
    <Stack>
      <TextInput
        label="Name"
        description="Who uses it; stands in the log beside each of its calls"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <DateTimePicker label="Expires" placeholder="never" clearable value={expiresAt} onChange={setExpiresAt} />
      {create.isError && <ProblemAlert error={create.error} />}
      <Button onClick={run} loading={create.isPending}>
        Make the secret
      </Button>
    </Stack>
  );
}

const DAY_HOURS = 24;

function RotateSecrets({ environment, onMade, onClose }: DialogProps) {
  const [hours, setHours] = useState<string | number>(DAY_HOURS);
  const saved = useSaved();
  const rotate = query.useMutation('post', '/llmops/api/admin/v1/environments/{id}/secrets/rotate', {
    onSuccess: async (secret) => {
      onMade(secret);
      onClose();
      await saved('The secrets are rotated');
    },
  });
  const run = () =>
    rotate.mutate({
      params: { path: { id: environment.id } },
      body: { graceSeconds: Math.round(Number(hours) * 3_600) },
    });
  return (
    <Stack>
      <Text size="sm">
        A new secret is made, and the {environment.secrets.length} there are end after the time that applications need
        to take it.
      </Text>
      <NumberInput
        label="Hours until the old ones end"
        min={0}
        max={8_760}
        value={hours}
        onChange={setHours}
        data-autofocus
      />
      {rotate.isError && <ProblemAlert error={rotate.error} />}
      <Button onClick={run} loading={rotate.isPending}>
        Rotate
      </Button>
    </Stack>
  );
}
