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

/**
 * Loading, a problem with a second try, or what was asked for. What was loaded stays while it is loaded again, and where that
 * fails, under why it is no longer new.
 */
export function QueryView<Data>({ result, children }: QueryViewProps<Data>) {
  const problem = result.isError && <ProblemAlert error={result.error} onRetry={() => void result.refetch()} />;
  if (result.data !== undefined) {
    return (
      <>
        {problem}
        {children(result.data)}
      </>
    );
  }
  if (problem) return problem;
  return (
    <Center p="xl">
      <Loader role="img" aria-label="Loading" />
    </Center>
  );
}
