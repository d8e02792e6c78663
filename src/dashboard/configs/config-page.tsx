import { Button, SegmentedControl, SimpleGrid, Stack, Tabs } from '@mantine/core';
import { query } from '../api/client.js';
import { ifMatch } from '../api/if-match.js';
import { useEnvironments, type Config, type Environment } from '../api/collections.js';
import { confirmDestructive } from '../components/confirm.js';
import { CopyText } from '../components/copy-text.js';
import { PageHeader } from '../components/page-header.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { QueryView } from '../components/query-view.js';
import { useSaved } from '../components/use-saved.js';
import { configRoute } from '../router.js';
import { Experiments } from './experiments.js';
import { Explain } from './explain.js';
import { History } from './history.js';
import { RenameConfig } from './rename-config.js';
import { Rules } from './rules.js';

/** One config: for each environment its rules, what they do to a request, and how they came about. */
export function ConfigPage() {
  const { configId } = configRoute.useParams();
  const config = query.useQuery('get', '/llmops/api/admin/v1/configs/{id}', { params: { path: { id: configId } } });
  const environments = useEnvironments();
  return (
    <QueryView result={config}>
      {(found) => (
        <QueryView result={environments}>{({ items }) => <ConfigView config={found} environments={items} />}</QueryView>
      )}
    </QueryView>
  );
}

interface ConfigViewProps {
  readonly config: Config;
  readonly environments: readonly Environment[];
}

function ConfigView({ config, environments }: ConfigViewProps) {
  const { environment: chosen, view = 'rules', rule, entry } = configRoute.useSearch();
  const navigate = configRoute.useNavigate();
  const environment =
    environments.find(({ id }) => id === chosen) ??
    environments.find(({ isProduction }) => isProduction) ??
    environments[0];
  const show = (change: object) => void navigate({ search: (search) => ({ ...search, ...change }) });
  return (
    <>
      <PageHeader
        title={config.name}
        actions={
          <>
            <RenameConfig config={config} />
            <DeleteConfig config={config} />
          </>
        }
      >
        <CopyText text={`@config/${config.slug}`} label={`@config/${config.slug}`} />
      </PageHeader>
      <Tabs
        value={environment?.id ?? null}
        onChange={(id) => show({ environment: id ?? undefined, rule: undefined, entry: undefined })}
        styles={{ tabLabel: { maxWidth: '16rem', overflow: 'hidden', textOverflow: 'ellipsis' } }}
      >
        <Tabs.List mb="md">
          {environments.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {environment && (
          <Tabs.Panel value={environment.id}>
            <Stack>
              <SegmentedControl
                w="fit-content"
                aria-label="View"
                value={view}
                onChange={(next) => show({ view: next })}
                data={[
                  { value: 'rules', label: 'Rules' },
                  { value: 'explain', label: 'Explain' },
                  { value: 'experiments', label: 'Experiments' },
                  { value: 'history', label: 'History' },
                ]}
              />
              {(view === 'rules' || view === 'explain') && (
                <SimpleGrid cols={{ base: 1, lg: view === 'explain' ? 2 : 1 }} spacing="xl">
                  {view === 'explain' && <Explain config={config} environment={environment} />}
                  <Rules config={config} environment={environment} open={rule} onOpen={(id) => show({ rule: id })} />
                </SimpleGrid>
              )}
              {view === 'experiments' && <Experiments config={config} environment={environment} />}
              {view === 'history' && (
                <History {...{ config, environment, environments }} open={entry} onOpen={(id) => show({ entry: id })} />
              )}
            </Stack>
          </Tabs.Panel>
        )}
      </Tabs>
    </>
  );
}

function DeleteConfig({ config }: { config: Config }) {
  const navigate = configRoute.useNavigate();
  const saved = useSaved();
  const remove = query.useMutation('delete', '/llmops/api/admin/v1/configs/{id}', {
    onSuccess: async () => {
      await navigate({ to: '/configs', search: {} });
      await saved(`${config.name} is deleted`);
    },
  });
  const ask = () =>
    confirmDestructive({
      title: `Delete ${config.name}?`,
      text: `Its rules in every environment are deleted, and calls that name @config/${config.slug} are refused.`,
      confirm: 'Delete',
      onConfirm: () => remove.mutate({ params: { path: { id: config.id }, header: ifMatch(config) } }),
    });
  return (
    <Stack>
      <Button variant="light" color="red" onClick={ask} loading={remove.isPending}>
        Delete
      </Button>
      {remove.isError && <ProblemAlert error={remove.error} />}
    </Stack>
  );
}
