import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { GitCompare } from 'lucide-react';
import { useEffect } from 'react';
import { toProblem } from '../api/problem.js';
import { ProblemAlert } from './problem-alert.js';

const CHANGED_MEANWHILE = 412;

interface SaveProblemProps {
  /** Null where there is none. */
  readonly error: unknown;
  /** Takes what is there now in place of what was typed. */
  readonly onReload: () => void;
}

/** Why a change was not saved. Where somebody else was faster, what they did can be taken over. */
export function SaveProblem({ error, onReload }: SaveProblemProps) {
  const queryClient = useQueryClient();
  const isStale = error !== null && toProblem(error).status === CHANGED_MEANWHILE;
  useEffect(() => {
    if (isStale) void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  }, [isStale, queryClient]);
  if (error === null) return null;
  if (!isStale) return <ProblemAlert error={error} />;
  return (
    <Alert color="yellow" icon={<GitCompare aria-hidden />} title="Changed by somebody else" role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">
          Nothing was saved: it is no longer what this form began with. What you typed stays here until you load what is
          there now.
        </Text>
        <Button size="xs" variant="default" onClick={onReload}>
          Load what is there now
        </Button>
      </Stack>
    </Alert>
  );
}
