import { Alert, Badge, Card, Group, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { query, type Schemas } from '../api/client.js';
import type { Config, Environment } from '../api/collections.js';
import { DocsLink } from '../components/docs-link.js';
import { QueryView } from '../components/query-view.js';
import { RuleRollout } from './rule-rollout.js';
import { Said } from './said.js';
import { ShadowResults } from './shadow-results.js';

interface ExperimentsProps {
  readonly config: Config;
  readonly environment: Environment;
}

type Experiment = Schemas['ExperimentView'];

/** What can be said of the arms of each rule, whenever somebody looks. */
export function Experiments({ config, environment }: ExperimentsProps) {
  const experiments = query.useQuery('get', '/llmops/api/admin/v1/configs/{id}/experiments', {
    params: { path: { id: config.id }, query: { environmentId: environment.id } },
  });
  return (
    <Stack>
      <DocsLink page="experiments">About experiments</DocsLink>
      <QueryView result={experiments}>
        {({ items }) =>
          items.length === 0 ? (
            <Text c="dimmed">
              No rule has several arms. Give a rule a split of two variants, or a shadow, to compare them here.
            </Text>
          ) : (
            <Stack>
              {items.map((experiment) => (
                <ExperimentCard key={experiment.ruleId} experiment={experiment} />
              ))}
            </Stack>
          )
        }
      </QueryView>
    </Stack>
  );
}

function ExperimentCard({ experiment }: { experiment: Experiment }) {
  const said = experiment.comparisons.filter(({ verdict }) => verdict !== 'too_early');
  const early = experiment.comparisons.filter(({ verdict }) => verdict === 'too_early');
  return (
    <Card withBorder>
      <Stack>
        <RuleRollout ruleId={experiment.ruleId} />
        {experiment.arms.length > 1 && <SampleRatio status={experiment.sampleRatio.status} />}
        {experiment.arms.length > 1 && <Arms arms={experiment.arms} />}
        {said.length > 0 && (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            {said.map((comparison) => (
              <Said key={`${comparison.arm} ${comparison.metric}`} comparison={comparison} />
            ))}
          </SimpleGrid>
        )}
        {early.map(({ arm, metric, sentence }) => (
          <Text key={`${arm} ${metric}`} size="sm" c="dimmed">
            {sentence}
          </Text>
        ))}
        {experiment.shadows.map((shadow) => (
          <ShadowResults key={`${shadow.variantId} ${shadow.version ?? 'latest'}`} shadow={shadow} />
        ))}
      </Stack>
    </Card>
  );
}

function SampleRatio({ status }: Pick<Experiment['sampleRatio'], 'status'>) {
  if (status === 'alarm') {
    return (
      <Alert color="red" title="Calls do not come to the arms as planned">
        Chance does not explain it, so no difference is to be trusted. Look for the cause first.
      </Alert>
    );
  }
  return (
    <Badge variant="light" color={status === 'as_planned' ? 'green' : 'gray'}>
      {status === 'as_planned' ? 'Calls come as planned' : 'No calls yet'}
    </Badge>
  );
}

function Arms({ arms }: Pick<Experiment, 'arms'>) {
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Arm</Table.Th>
          <Table.Th>Share</Table.Th>
          <Table.Th>Calls</Table.Th>
          <Table.Th>Subjects</Table.Th>
          <Table.Th>Errors</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {arms.map(({ key, variant, variantId, isControl, weight, calls, subjects, subjectsEstimated, metrics }) => (
          <Table.Tr key={key}>
            <Table.Td>
              <Group gap="xs">
                {variant ?? variantId}
                {isControl && <Badge variant="default">control</Badge>}
              </Group>
            </Table.Td>
            <Table.Td>{weight === null ? 'gone' : `${weight / 100} %`}</Table.Td>
            <Table.Td>{calls.toLocaleString()}</Table.Td>
            <Table.Td>{`${subjectsEstimated ? 'about ' : ''}${subjects.toLocaleString()}`}</Table.Td>
            <Table.Td>{percent(metrics.find(({ metric }) => metric === 'errorRate')?.mean ?? null)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function percent(share: number | null): string {
  return share === null ? '–' : `${(share * 100).toFixed(2)} %`;
}
