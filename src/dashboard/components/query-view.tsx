import { Center, Loader } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.js';

interface QueryViewProps<Data> {
  readonly result: UseQueryResult<Data, unknown>;
  readonly children: (data: Data) => ReactNode;
}

/** Loading, a problem with a second try, or what was asked for. What was loaded stays while it is loaded again. */
export function QueryView<Data>({ result, children }: QueryViewProps<Data>) {
  if (result.data !== undefined) return <>{children(result.data)}</>;
  if (result.isError) return <ProblemAlert error={result.error} onRetry={() => void result.refetch()} />;
  return (
    <Center p="xl">
      <Loader aria-label="Loading" />
    </Center>
  );
}
