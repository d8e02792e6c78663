import { Box, Group, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { Money } from '../components/money.js';

interface AttemptListProps {
  readonly attempts: readonly Schemas['AttemptView'][];
  readonly startedAt: string;
  readonly latencyMs: number;
}

/** Attempts as a waterfall over the time of the call, each with why it was made and how it ended. */
export function AttemptList({ attempts, startedAt, latencyMs }: AttemptListProps) {
  if (attempts.length === 0) return <Text c="dimmed">None: the request was answered without a call.</Text>;
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          0 ms
        </Text>
        <Text size="xs" c="dimmed">
          {inMs(latencyMs)}
        </Text>
      </Group>
      {attempts.map((attempt, index) => {
        const startMs = Math.max(0, new Date(attempt.startedAt).getTime() - new Date(startedAt).getTime());
        const left = Math.min(99, share(startMs, latencyMs));
        const width = Math.max(1, Math.min(100 - left, share(attempt.latencyMs, latencyMs)));
        const isSkipped = attempt.reason === 'skipped';
        return (
          <Box key={index}>
            <Group justify="space-between" wrap="nowrap" align="flex-start">
              <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
                {index + 1}. {describeReason(attempt)} @{attempt.provider}/{attempt.model}
              </Text>
              <Text size="sm" c={attempt.error === null ? undefined : 'var(--mantine-color-error)'}>
                {attempt.error ?? attempt.status ?? ''}
              </Text>
            </Group>
            {!isSkipped && (
              <>
                <Box h={8} bg="var(--mantine-color-default-border)" style={{ borderRadius: 4 }}>
                  <Box
                    h={8}
                    ml={`${left}%`}
                    w={`${width}%`}
                    bg={attempt.error === null ? 'green.7' : 'red.7'}
                    style={{ borderRadius: 4 }}
                  />
                </Box>
                <Text size="xs" c="dimmed">
                  from {inMs(startMs)}, for {inMs(attempt.latencyMs)}
                  {attempt.tokens !== null &&
                    `, ${attempt.tokens.input ?? '?'} → ${attempt.tokens.output ?? '?'} tokens`}
                  {attempt.cost !== null && (
                    <>
                      , <Money amount={attempt.cost} />
                    </>
                  )}
                </Text>
              </>
            )}
            {attempt.message !== null && (
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {attempt.message}
              </Text>
            )}
          </Box>
        );
      })}
    </Stack>
  );
}

function describeReason({ reason, because }: Schemas['AttemptView']): string {
  const words = because === null ? '' : ` (${because.replaceAll('_', ' ')})`;
  return `${reason}${words}:`;
}

function inMs(milliseconds: number): string {
  return `${Math.round(milliseconds).toLocaleString('en-US')} ms`;
}

/** Of a whole, in per cent. */
function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(0, Math.min(100, (100 * part) / whole));
}
