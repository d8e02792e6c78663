import { Code, SimpleGrid, Stack, Text } from '@mantine/core';
import { diffWordsWithSpace, type Change } from 'diff';
import { useMemo } from 'react';

/** Long prompts that have nothing in common would take minutes to compare. */
const MAX_MS = 500;

interface PromptDiffProps {
  readonly before: string;
  readonly after: string;
}

/** Two prompts in two columns; words that only one of them has are marked. */
export default function PromptDiff({ before, after }: PromptDiffProps) {
  const parts = useMemo(() => diffWordsWithSpace(before, after, { timeout: MAX_MS }), [before, after]);
  const shown = parts ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  return (
    <Stack gap="xs">
      {parts === undefined && (
        <Text size="sm" c="dimmed">
          They are too different to be compared word by word.
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Prompt label="Prompt before" parts={shown.filter(({ added }) => !added)} />
        <Prompt label="Prompt after" parts={shown.filter(({ removed }) => !removed)} />
      </SimpleGrid>
    </Stack>
  );
}

type Part = Pick<Change, 'value' | 'added' | 'removed'>;

function Prompt({ label, parts }: { label: string; parts: readonly Part[] }) {
  return (
    <Code
      block
      role="region"
      aria-label={label}
      tabIndex={0}
      mah={480}
      style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', overflow: 'auto' }}
    >
      {parts.map((part, index) => (
        <Words key={index} part={part} />
      ))}
    </Code>
  );
}

function Words({ part: { value, added, removed } }: { part: Part }) {
  if (removed) return <del style={{ background: 'var(--mantine-color-red-light)' }}>{value}</del>;
  if (added) {
    return <ins style={{ background: 'var(--mantine-color-green-light)', textDecoration: 'none' }}>{value}</ins>;
  }
  return <>{value}</>;
}
