import { Box, Group, Stack, Text, Tooltip } from '@mantine/core';
import type { Schemas } from '../api/client.js';
import { Money } from '../components/money.js';

interface AttemptListProps {
  readonly attempts: readonly Schemas['AttemptView'][];
  readonly startedAt: string;
  readonly latencyMs: number;
}

/** Attempts as bars over the time of the call, each with why it was made and how it ended. */
export function AttemptList({ attempts, startedAt, latencyMs }: AttemptListProps) {
  if (attempts.length === 0) return <Text c="dimmed">None: the request was answered without a call.</Text>;
  return (
    <Stack gap="sm">
      {attempts.map((attempt, index) => {
        const left = share(new Date(attempt.startedAt).getTime() - new Date(startedAt).getTime(), latencyMs);
        const width = Math.max(1, Math.min(100 - left, share(attempt.latencyMs, latencyMs)));
        const color = attempt.error === null ? 'green' : 'red';
        return (
          <Box key={index}>
            <Group justify="space-between" wrap="nowrap">
              <Text size="sm">
                {describeReason(attempt)} @{attempt.provider}/{attempt.model}
              </Text>
              <Text size="sm" c={attempt.error === null ? undefined : 'var(--mantine-color-error)'}>
                {attempt.error ?? attempt.status ?? ''}
              </Text>
            </Group>
            {attempt.reason !== 'skipped' && (
              <Tooltip label={`${Math.round(attempt.latencyMs)} ms`}>
                <Box h={8} bg="var(--mantine-color-default-border)" style={{ borderRadius: 4 }}>
                  <Box h={8} ml={`${left}%`} w={`${width}%`} bg={`${color}.7`} style={{ borderRadius: 4 }} />
                </Box>
              </Tooltip>
            )}
            {attempt.message !== null && (
              <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                {attempt.message}
              </Text>
            )}
            {attempt.cost !== null && <Money amount={attempt.cost} />}
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

/** Of a whole, in per cent. */
function share(part: number, whole: number): number {
  return whole <= 0 ? 0 : Math.max(0, Math.min(100, (100 * part) / whole));
}
