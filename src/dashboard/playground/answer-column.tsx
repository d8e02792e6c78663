import { ActionIcon, Alert, Badge, Box, Button, Code, Group, Image, Paper, Stack, Text } from '@mantine/core';
import { X } from 'lucide-react';
import { useState } from 'react';
import type { Environment } from '../api/collections.js';
import { Money } from '../components/money.js';
import { TargetInput } from '../components/target-input.js';
import type { Ask } from './ask.js';
import { CallRecord } from './call-record.js';
import { CopyAs } from './copy-as.js';
import { Plan } from './plan.js';
import type { Answer } from './run-call.js';
import { SaveVersion } from './save-version.js';

interface AnswerColumnProps {
  /** `@config/slug` or `@slug/model`. */
  readonly target: string;
  /** Null before the first call. */
  readonly answer: Answer | null;
  readonly ask: Ask;
  readonly environment: Environment;
  readonly onTarget: (target: string) => void;
  /** Null where it stays: the only one, and while calls are under way. */
  readonly onRemove: (() => void) | null;
}

type Dialog = 'plan' | 'copy' | 'save';

export function AnswerColumn(props: AnswerColumnProps) {
  const { target, answer, ask, environment, onTarget, onRemove } = props;
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  return (
    <Paper withBorder p="md" component="section" aria-label={`Answer of ${target}`}>
      <Stack>
        <Group align="flex-end" wrap="nowrap">
          <TargetInput flex={1} label="Config or model" value={target} onChange={onTarget} />
          {onRemove && (
            <ActionIcon variant="subtle" color="red" mb={4} aria-label={`Remove ${target}`} onClick={onRemove}>
              <X size={16} aria-hidden />
            </ActionIcon>
          )}
        </Group>
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            onClick={() => setDialog('plan')}
            disabled={!target.startsWith('@config/')}
          >
            Plan
          </Button>
          <Button size="xs" variant="default" onClick={() => setDialog('copy')} disabled={target === ''}>
            Copy as code
          </Button>
          <Button
            size="xs"
            variant="default"
            onClick={() => setDialog('save')}
            disabled={answer?.headers['provider'] === undefined}
          >
            Save as a version
          </Button>
        </Group>
        {answer && <AnswerView answer={answer} />}
      </Stack>
      <Plan opened={dialog === 'plan'} onClose={close} {...{ ask, environment, target }} />
      <CopyAs opened={dialog === 'copy'} onClose={close} {...{ ask, target }} />
      {answer && <SaveVersion opened={dialog === 'save'} onClose={close} {...{ ask, answer }} />}
    </Paper>
  );
}

function AnswerView({ answer }: { answer: Answer }) {
  const { text, image, audio, error, headers, isRunning } = answer;
  return (
    <Stack aria-busy={isRunning}>
      {error && (
        <Alert color="red" role="alert" title={error.status === null ? 'No answer' : `HTTP ${error.status}`}>
          {error.message}
        </Alert>
      )}
      {text !== '' && (
        <Box mah={420} tabIndex={0} role="region" aria-label="Text" style={{ overflow: 'auto' }}>
          <Text size="sm" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </Text>
        </Box>
      )}
      {image !== null && <Image src={image} alt="The image that was made" maw={512} />}
      {audio !== null && <audio controls src={audio} aria-label="The speech that was made" />}
      <Facts answer={answer} />
      {headers['request-id'] !== undefined && !isRunning && <CallRecord requestId={headers['request-id']} />}
    </Stack>
  );
}

function Facts({ answer: { headers, tokens, firstMs, totalMs, isRunning } }: { answer: Answer }) {
  const served = headers['provider'] && `@${headers['provider']}/${headers['model'] ?? ''}`;
  const variant = headers['variant'] && `${headers['variant']}, version ${headers['version'] ?? '?'}`;
  return (
    <Group gap="xs">
      {isRunning && <Badge variant="light">running</Badge>}
      {served && <Code>{served}</Code>}
      {variant && <Text size="sm">{variant}</Text>}
      {headers['attempts'] !== undefined && (
        <Text size="sm">{headers['attempts'] === '1' ? '1 attempt' : `${headers['attempts']} attempts`}</Text>
      )}
      {firstMs !== null && <Text size="sm">first after {Math.round(firstMs)} ms</Text>}
      {totalMs !== null && <Text size="sm">{Math.round(totalMs)} ms in all</Text>}
      {tokens && (
        <Text size="sm">
          {tokens.input ?? '?'} tokens in, {tokens.output ?? '?'} out
        </Text>
      )}
      {headers['cost'] !== undefined && <Money amount={headers['cost']} />}
    </Group>
  );
}
