import { Center, Loader } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, type ReactNode } from 'react';
import { api, setCsrfToken, whenSignedOut, type Schemas } from '../api/client.js';
import { Dialog } from '../components/dialog.js';
import { ProblemAlert } from '../components/problem-alert.js';
import { SignIn } from './sign-in.js';

const SESSION = ['session'];

/** Null where nobody is signed in. */
async function readSession(): Promise<Schemas['SessionView'] | null> {
  const { data, error, response } = await api.GET('/llmops/api/admin/v1/session');
  if (data !== undefined) return data;
  if (response.status === 401) return null;
  throw error;
}

export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  return async () => {
    await api.DELETE('/llmops/api/admin/v1/session');
    queryClient.setQueryData(SESSION, null);
    // The next who signs in here must not see what this one saw.
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
  };
}

/**
 * Shows its children to who is signed in, and to others the form that signs them in, on the same URL. Where a session ends
 * while they are shown, the form covers them: what was typed is there after it.
 */
export function SessionGate({ children }: { children: ReactNode }) {
  const queryClient = useQueryClient();
  const session = useQuery({ queryKey: SESSION, queryFn: readSession, staleTime: Infinity });
  const [hasEnded, setEnded] = useState(false);
  useEffect(() => whenSignedOut(() => setEnded(true)), []);
  const signIn = (view: Schemas['SessionView']) => {
    queryClient.setQueryData(SESSION, view);
    setEnded(false);
    void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION[0] });
  };
  if (session.isError) return <ProblemAlert error={session.error} onRetry={() => void session.refetch()} />;
  if (session.data === undefined) {
    return (
      <Center h="100vh">
        <Loader role="img" aria-label="Loading" />
      </Center>
    );
  }
  setCsrfToken(session.data?.csrfToken ?? null);
  if (session.data === null) return <SignIn onSignedIn={signIn} />;
  return (
    <>
      {children}
      <Dialog
        opened={hasEnded}
        onClose={() => undefined}
        fullScreen
        withCloseButton={false}
        zIndex={1_000}
        title="The session has ended"
      >
        <SignIn onSignedIn={signIn} />
      </Dialog>
    </>
  );
}
