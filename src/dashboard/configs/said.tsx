import { Badge, Card, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { IntervalChart } from './interval-chart.js';

type Sayable = Pick<Schemas['ComparisonView'], 'verdict' | 'sentence' | 'history' | 'isPrimary'>;

/** What can be said of one metric, with its interval over time. */
export function Said({ comparison }: { comparison: Sayable }) {
  const { verdict, sentence, history, isPrimary } = comparison;
  return (
    <Card withBorder padding="sm">
      <Stack gap="xs">
        {isPrimary && (
          <Badge variant="outline" w="fit-content">
            primary
          </Badge>
        )}
        <Text fw={verdict === 'undecided' ? 400 : 600}>{sentence}</Text>
        <IntervalChart history={history} />
      </Stack>
    </Card>
  );
}
