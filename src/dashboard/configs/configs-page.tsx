import { Anchor, Button, Drawer, Stack, Table, Text, TextInput } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { query } from '../api/client.js';
import { useConfigs, type Config } from '../api/collections.js';
import { CopyText } from '../components/copy-text.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { configsRoute } from '../router.js';
import { SubmitRow } from '../components/submit-row.js';

export function ConfigsPage() {
  const { open } = configsRoute.useSearch();
  const navigate = configsRoute.useNavigate();
  const configs = useConfigs();
  return (
    <>
      <PageHeader
        title="Configs"
        actions={
          <Button
            leftSection={<Plus size={16} aria-hidden />}
            onClick={() => void navigate({ search: { open: 'new' } })}
          >
            Add a config
          </Button>
        }
      >
        Named use cases. An application names one, and its rules decide which variant answers.
      </PageHeader>
      <QueryView result={configs}>{({ items }) => <ConfigTable configs={items} />}</QueryView>
      <Drawer
        opened={open === 'new'}
        onClose={() => void navigate({ search: {} })}
        position="right"
        title="Add a config"
      >
        <NewConfig onCreated={(id) => void navigate({ to: '/configs/$configId', params: { configId: id } })} />
      </Drawer>
    </>
  );
}

function ConfigTable({ configs }: { configs: readonly Config[] }) {
  if (configs.length === 0) return <Text c="dimmed">No config yet. Add one for each thing your applications do.</Text>;
  return (
    <Table highlightOnHover verticalSpacing="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Name</Table.Th>
          <Table.Th>Called as</Table.Th>
          <Table.Th>Changed</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {configs.map(({ id, name, slug, updatedAt }) => (
          <Table.Tr key={id}>
            <Table.Td>
              <Anchor component={Link} to={`/configs/${id}`} fw={600} size="sm" c="inherit">
                {name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <CopyText text={`@config/${slug}`} label={`@config/${slug}`} />
            </Table.Td>
            <Table.Td>
              <Moment time={updatedAt} />
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function NewConfig({ onCreated }: { onCreated: (id: string) => void }) {
  const { register, handleSubmit, formState } = useForm({ defaultValues: { name: '', slug: '' } });
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/configs', {
    onSuccess: async ({ id, name }) => {
      await saved(`${name} is there; it needs a rule`);
      onCreated(id);
    },
  });
  const submit = handleSubmit(({ name, slug }) => create.mutate({ body: { name, ...(slug !== '' && { slug }) } }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack>
        <TextInput
          label="Name"
          {...register('name', { required: 'A name is needed' })}
          error={formState.errors.name?.message}
        />
        <TextInput label="Slug" placeholder="made from the name" {...register('slug')} />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}
