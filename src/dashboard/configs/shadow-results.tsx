import { Badge, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { shortMoney } from '../components/money.js';
import { Said } from './said.js';

type Shadow = Schemas['ShadowResultView'];
type Pair = Shadow['pairs'][number];

/** A shadow against what served the same requests, for each pair of versions. */
export function ShadowResults({ shadow }: { shadow: Shadow }) {
  const { variant, variantId, share, maxDailyCost, pairs } = shadow;
  return (
    <section aria-label={`Shadow ${variant ?? variantId}`}>
      <Group gap="xs" mb="xs">
        <Title order={3} size="h5">
          {variant ?? variantId}
        </Title>
        <Badge variant="default">shadow</Badge>
        <Text size="sm" c="dimmed">
          {share === null || maxDailyCost === null
            ? 'gone from the rule'
            : `gets a copy of ${share / 100} %, for at most ${shortMoney(maxDailyCost)} a day`}
        </Text>
      </Group>
      {pairs.length === 0 && (
        <Text size="sm">No copy yet: the first one is sent after the next answer that is drawn.</Text>
      )}
      <Stack>
        {pairs.map((pair) => (
          <PairResult key={`${pair.version} ${pair.served.variantId} ${pair.served.version}`} pair={pair} />
        ))}
      </Stack>
    </section>
  );
}

function PairResult({ pair: { version, served, requests, outcomes, comparisons } }: { pair: Pair }) {
  const said = comparisons.filter(({ verdict }) => verdict !== 'too_early');
  const early = comparisons.filter(({ verdict }) => verdict === 'too_early');
  return (
    <Stack gap="xs">
      <Text size="sm">
        Version {version} beside {served.variant ?? served.variantId}, version {served.version}. Copies:{' '}
        {count(requests)}, {endings(outcomes)}.
      </Text>
      {said.length > 0 && (
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          {said.map((comparison) => (
            <Said key={comparison.metric} comparison={comparison} />
          ))}
        </SimpleGrid>
      )}
      {early.map(({ metric, sentence }) => (
        <Text key={metric} size="sm" c="dimmed">
          {sentence}
        </Text>
      ))}
    </Stack>
  );
}

function endings(outcomes: Pair['outcomes']): string {
  const { bothAnswered, onlyServedFailed, onlyShadowFailed, bothFailed, notJudged } = outcomes;
  const parts: readonly (readonly [number, string])[] = [
    [bothAnswered, 'both answered'],
    [onlyShadowFailed, 'only the shadow failed'],
    [onlyServedFailed, 'only what served failed'],
    [bothFailed, 'both failed'],
    [notJudged, 'a shutdown cut the copy'],
  ];
  return parts
    .filter(([requests], index) => requests > 0 || index === 0)
    .map(([requests, ending]) => `${ending}: ${count(requests)}`)
    .join(', ');
}

function count(requests: number): string {
  return requests.toLocaleString('en-US');
}
