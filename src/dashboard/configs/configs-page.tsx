import { Button, Stack, TextInput } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { query } from '../api/client.js';
import { useConfigs, type Config } from '../api/collections.js';
import { CopyText } from '../components/copy-text.js';
import { Panel } from '../components/dialog.js';
import { LinkAnchor } from '../components/links.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { SubmitRow } from '../components/submit-row.js';
import { markSaved, useUnsavedForm } from '../components/unsaved.js';
import { useSaved } from '../components/use-saved.js';
import { configsRoute } from '../router.js';

export function ConfigsPage() {
  const { open } = configsRoute.useSearch();
  const navigate = configsRoute.useNavigate();
  const configs = useConfigs();
  return (
    <>
      <PageHeader
        title="Configs"
        docs="configs-and-variants"
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
      <Panel opened={open === 'new'} onClose={() => void navigate({ search: {} })} title="Add a config">
        {open === 'new' && (
          <NewConfig onCreated={(id) => void navigate({ to: '/configs/$configId', params: { configId: id } })} />
        )}
      </Panel>
    </>
  );
}

function ConfigTable({ configs }: { configs: readonly Config[] }) {
  return (
    <ListTable
      label="Configs"
      rows={configs}
      columns={COLUMNS}
      rowKey={({ id }) => id}
      empty="No config yet. Add one for each thing your applications do."
      minWidth={560}
    />
  );
}

const COLUMNS: readonly Column<Config>[] = [
  {
    key: 'name',
    title: 'Name',
    cell: ({ id, name }) => (
      <LinkAnchor to="/configs/$configId" params={{ configId: id }} fw={600} size="sm" c="inherit">
        {name}
      </LinkAnchor>
    ),
  },
  {
    key: 'slug',
    title: 'Called as',
    cell: ({ slug }) => <CopyText text={`@config/${slug}`} label={`@config/${slug}`} />,
  },
  { key: 'changed', title: 'Changed', cell: ({ updatedAt }) => <Moment time={updatedAt} /> },
];

function NewConfig({ onCreated }: { onCreated: (id: string) => void }) {
  const form = useForm({ defaultValues: { name: '', slug: '' } });
  const { register, handleSubmit, formState } = form;
  useUnsavedForm(form);
  const saved = useSaved();
  const create = query.useMutation('post', '/llmops/api/admin/v1/configs', {
    onSuccess: async ({ id, name }) => {
      markSaved(form);
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
          data-autofocus
          {...register('name', { required: 'A name is needed' })}
          error={formState.errors.name?.message}
        />
        <TextInput label="Slug" placeholder="made from the name" {...register('slug')} />
        <SubmitRow label="Add" write={create} />
      </Stack>
    </form>
  );
}
