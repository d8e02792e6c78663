import { Stack, Text } from '@mantine/core';
import { query } from '../api/client.js';
import { useConfigs, type Environment } from '../api/collections.js';
import { Dialog } from '../components/dialog.js';
import { QueryView } from '../components/query-view.js';
import { Explanation } from '../configs/explanation.js';
import { toBody, type Ask } from './ask.js';

interface PlanProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly ask: Ask;
  readonly environment: Environment;
  readonly target: string;
}

/** Where the call would go, and why, without making it. */
export function Plan({ opened, onClose, ...planned }: PlanProps) {
  const slug = planned.target.replace('@config/', '');
  const config = useConfigs().data?.items.find((each) => each.slug === slug);
  return (
    <Dialog opened={opened} onClose={onClose} title="Where it would go" size="lg">
      {config ? <Planned configId={config.id} {...planned} /> : <Text>There is no config {slug}.</Text>}
    </Dialog>
  );
}

type PlannedProps = Omit<PlanProps, 'opened' | 'onClose'> & { readonly configId: string };

function Planned({ configId, ask, environment, target }: PlannedProps) {
  const plan = query.useQuery('post', '/llmops/api/admin/v1/configs/{id}/explain', {
    params: { path: { id: configId } },
    body: { environmentId: environment.id, endpoint: ask.endpoint, body: toBody(ask, target) },
  });
  return (
    <QueryView result={plan}>
      {(view) => (
        <Stack>
          <Explanation view={view} />
        </Stack>
      )}
    </QueryView>
  );
}
