import { Stack, Table, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { useVariants } from '../api/collections.js';
import { LinkAnchor } from '../components/links.js';
import { diffRuleLines } from './rule-lines.js';

type Entry = Schemas['HistoryEntryView'];
type RuleState = Schemas['RuleStateView'];

interface HistoryDiffProps {
  readonly entry: Entry;
  /** The rules just before; null where that is not loaded. */
  readonly before: readonly RuleState[] | null;
}

/** What an entry changed: each rule's fields, before and after. */
export function HistoryDiff({ entry, before }: HistoryDiffProps) {
  const { changes, rules, reason, rolloutId } = entry;
  return (
    <Stack gap="md" py="xs">
      {reason !== null && <Text size="sm">{reason}</Text>}
      {rolloutId !== null && (
        <LinkAnchor to="/rollouts" search={{ open: rolloutId }} size="sm">
          To its rollout
        </LinkAnchor>
      )}
      {changes.length === 0 && <Text c="dimmed">No rule differs from the state before.</Text>}
      {changes.map(({ ruleId, change }) => (
        <RuleDiff
          key={ruleId}
          change={change}
          before={before?.find(({ id }) => id === ruleId)}
          after={rules.find(({ id }) => id === ruleId)}
        />
      ))}
      {before === null && <Text c="dimmed">The state before is further down: load older entries.</Text>}
    </Stack>
  );
}

interface RuleDiffProps {
  readonly change: Entry['changes'][number]['change'];
  readonly before: RuleState | undefined;
  readonly after: RuleState | undefined;
}

function RuleDiff({ change, before, after }: RuleDiffProps) {
  const variants = useVariants().data?.items ?? [];
  const lines = diffRuleLines(before, after, (id) => variants.find((variant) => variant.id === id)?.name ?? id);
  return (
    <section>
      <Title order={3} size="h6" mb={4}>
        Rule of priority {(after ?? before)?.priority ?? '?'}: {change}
      </Title>
      <Table layout="fixed" withTableBorder aria-label={`Rule that was ${change}`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={140}>Field</Table.Th>
            <Table.Th>Before</Table.Th>
            <Table.Th>After</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={line.name}>
              <Table.Th>{line.name}</Table.Th>
              <State text={line.before} />
              <State text={line.after} />
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}

function State({ text = '–' }: { text: string | undefined }) {
  return <Table.Td style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{text}</Table.Td>;
}
