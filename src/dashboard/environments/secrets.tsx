import { ActionIcon, Button, Group, Stack, Table, Text, Title, Tooltip } from '@mantine/core';
import { KeyRound, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { query, type Schemas } from '../api/client.js';
import type { Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { Moment } from '../components/moment.js';
import { notifyProblem } from '../components/notify.js';
import { ShownOnce } from '../components/shown-once.js';
import { useSaved } from '../components/use-saved.js';
import { CreateSecret, RotateSecrets } from './secret-dialogs.js';

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
        <ShownOnce title="The new secret: it is shown this once" secret={made.secret} onHide={() => setMade(null)} />
      )}
      <SecretTable secrets={environment.secrets} onEnd={end} />
      <CreateSecret
        environment={environment}
        opened={dialog === 'create'}
        onMade={setMade}
        onClose={() => setDialog(null)}
      />
      <RotateSecrets
        environment={environment}
        opened={dialog === 'rotate'}
        onMade={setMade}
        onClose={() => setDialog(null)}
      />
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
