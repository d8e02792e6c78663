import { Badge, Button, Group, Table, Text, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useEnvironments, type Environment } from '../api/collections.js';
import { Panel } from '../components/dialog.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { environmentsRoute } from '../router.js';
import { EnvironmentPanel } from './environment-panel.js';
import { NewEnvironment } from './new-environment.js';

const NEW = 'new';

export function EnvironmentsPage() {
  const { open } = environmentsRoute.useSearch();
  const navigate = environmentsRoute.useNavigate();
  const environments = useEnvironments();
  const show = (id: string | undefined) => void navigate({ search: { open: id } });
  return (
    <>
      <PageHeader
        title="Environments"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show(NEW)}>
            Add an environment
          </Button>
        }
      >
        Where callers live. An application calls with a secret of its environment, and gets what the rules say for it.
      </PageHeader>
      <QueryView result={environments}>
        {({ items }) => {
          const environment = items.find(({ id }) => id === open);
          return (
            <>
              <EnvironmentTable environments={items} onOpen={show} />
              <Panel
                opened={open !== undefined}
                onClose={() => show(undefined)}
                size="lg"
                title={open === NEW ? 'Add an environment' : (environment?.name ?? 'There is no such environment')}
              >
                {open === NEW && <NewEnvironment onCreated={show} />}
                {environment && (
                  <EnvironmentPanel key={environment.id} environment={environment} onDeleted={() => show(undefined)} />
                )}
              </Panel>
            </>
          );
        }}
      </QueryView>
    </>
  );
}

interface EnvironmentTableProps {
  readonly environments: readonly Environment[];
  readonly onOpen: (id: string) => void;
}

function EnvironmentTable({ environments, onOpen }: EnvironmentTableProps) {
  if (environments.length === 0) return <Text c="dimmed">No environment yet: without one nobody can call.</Text>;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table highlightOnHover verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>Slug</Table.Th>
            <Table.Th>Secrets</Table.Th>
            <Table.Th>Last used</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {environments.map(({ id, name, slug, isProduction, secrets }) => {
            const used = secrets.map(({ lastUsedAt }) => lastUsedAt).filter((time) => time !== null);
            const last = used.sort().at(-1);
            return (
              <Table.Tr key={id}>
                <Table.Td>
                  <Group gap="xs">
                    <UnstyledButton fw={600} fz="sm" onClick={() => onOpen(id)}>
                      {name}
                    </UnstyledButton>
                    {isProduction && (
                      <Badge size="xs" variant="light">
                        production
                      </Badge>
                    )}
                  </Group>
                </Table.Td>
                <Table.Td>{slug}</Table.Td>
                <Table.Td>{secrets.length}</Table.Td>
                <Table.Td>
                  {last === undefined ? (
                    <Text size="sm" c="dimmed">
                      never
                    </Text>
                  ) : (
                    <Moment time={last} />
                  )}
                </Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
