import { Button, Progress, Text, UnstyledButton } from '@mantine/core';
import { Plus } from 'lucide-react';
import { useConfigs, useEnvironments, useVariants } from '../api/collections.js';
import { Panel } from '../components/dialog.js';
import { ListTable, type Column } from '../components/list-table.js';
import { Moment } from '../components/moment.js';
import { PageHeader } from '../components/page-header.js';
import { QueryView } from '../components/query-view.js';
import { rolloutsRoute } from '../router.js';
import { NewRollout } from './new-rollout.js';
import { RolloutPanel } from './rollout-panel.js';
import { RolloutState } from './rollout-state.js';
import { useRollouts, type RolloutSummary } from './use-rollouts.js';

const NEW = 'new';

/** Every rollout that there was, those under way first in mind: what each is at, and why. */
export function RolloutsPage() {
  const { open, config, rule } = rolloutsRoute.useSearch();
  const navigate = rolloutsRoute.useNavigate();
  const rollouts = useRollouts();
  const show = (id: string | undefined) => void navigate({ search: { open: id } });
  const columns = useColumns(show);
  return (
    <>
      <PageHeader
        title="Rollouts"
        docs="rollouts"
        actions={
          <Button leftSection={<Plus size={16} aria-hidden />} onClick={() => show(NEW)}>
            Roll out a version
          </Button>
        }
      >
        A version for more and more callers of a rule, step by step, and back by itself where it does worse.
      </PageHeader>
      <QueryView result={rollouts}>
        {({ items }) => {
          const rollout = items.find(({ id }) => id === open);
          return (
            <>
              <ListTable
                label="Rollouts"
                rows={items}
                columns={columns}
                rowKey={({ id }) => id}
                empty="No rollout yet. Roll a new version of a variant out before everybody gets it."
                minWidth={820}
                open={open}
                onOpen={show}
              />
              <Panel
                opened={open !== undefined}
                onClose={() => show(undefined)}
                size="xl"
                title={open === NEW ? 'Roll out a version' : rollout ? 'Rollout' : 'There is no such rollout'}
              >
                {open === NEW && <NewRollout from={{ config, rule }} onStarted={show} />}
                {rollout && <RolloutPanel key={rollout.id} summary={rollout} />}
              </Panel>
            </>
          );
        }}
      </QueryView>
    </>
  );
}

const WHOLE = 10_000;

function useColumns(onOpen: (id: string) => void): readonly Column<RolloutSummary>[] {
  const configs = useConfigs().data?.items ?? [];
  const environments = useEnvironments().data?.items ?? [];
  const variants = useVariants().data?.items ?? [];
  const nameOf = (list: readonly { id: string; name: string }[], id: string) =>
    list.find((each) => each.id === id)?.name ?? id;
  return [
    {
      key: 'what',
      title: 'Version',
      cell: ({ id, variantId, version }) => (
        <UnstyledButton fw={600} fz="sm" onClick={() => onOpen(id)}>
          {nameOf(variants, variantId)}, version {version}
        </UnstyledButton>
      ),
    },
    { key: 'config', title: 'Config', cell: ({ configId }) => nameOf(configs, configId) },
    { key: 'environment', title: 'Environment', cell: ({ environmentId }) => nameOf(environments, environmentId) },
    { key: 'state', title: 'State', cell: (rollout) => <RolloutState rollout={rollout} /> },
    {
      key: 'weight',
      title: 'Callers',
      cell: ({ weight }) => (
        <>
          <Text size="sm">{weight / 100} %</Text>
          <Progress value={(100 * weight) / WHOLE} size="xs" aria-label="Share of the callers" />
        </>
      ),
    },
    { key: 'changed', title: 'Begun', cell: ({ createdAt }) => <Moment time={createdAt} /> },
  ];
}
