import { Code, Stack, Text } from '@mantine/core';
import { CodeSample } from '../components/code-sample.js';
import { fillIn, type Setup, type Values } from './read-setups.js';

interface SetupViewProps {
  readonly setup: Setup;
  readonly values: Values;
}

/** A set-up with the values filled in. */
export function SetupView({ setup, values }: SetupViewProps) {
  return (
    <Stack gap="sm">
      {setup.parts.map((part, index) =>
        part.kind === 'code' ? (
          <CodeSample key={index} code={fillIn(part.code, values)} label={setup.title} />
        ) : (
          <Text key={index} size="sm">
            <Prose text={part.text} />
          </Text>
        ),
      )}
    </Stack>
  );
}

/** `code` and _emphasis_, which is all that the page's prose has. */
function Prose({ text }: { text: string }) {
  return text.split(/(`[^`]+`|_[^_]+_)/).map((part, index) => {
    if (part.startsWith('`')) return <Code key={index}>{part.slice(1, -1)}</Code>;
    if (part.startsWith('_')) return <em key={index}>{part.slice(1, -1)}</em>;
    return part;
  });
}
