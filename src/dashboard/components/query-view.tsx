import { Center, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { ProblemAlert } from './problem-alert.js';

interface QueryViewProps<Data> {
  /** Of one page, or of all that are loaded. */
  readonly result: {
    readonly data: Data | undefined;
    readonly isError: boolean;
    readonly error: unknown;
    readonly refetch: () => Promise<unknown>;
  };
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
