import { Button, Center, Code, Paper, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { query, type Schemas } from '../api/client.js';
import { ProblemAlert } from '../components/problem-alert.js';

interface SignInProps {
  readonly onSignedIn: (session: Schemas['SessionView']) => void;
}

export function SignIn({ onSignedIn }: SignInProps) {
  const [token, setToken] = useState('');
  const signIn = query.useMutation('post', '/llmops/api/admin/v1/session', { onSuccess: onSignedIn });
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    signIn.mutate({ body: { token: token.trim() } });
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w={420} maw="100%">
        <form onSubmit={submit}>
          <Stack>
            <Title order={1} size="h3">
              LLMOps gateway
            </Title>
            <Text size="sm" c="dimmed">
              Sign in with the admin token: <Code>LLMOPS_ADMIN_TOKEN</Code>, or the file that the first start named.
            </Text>
            <PasswordInput
              label="Admin token"
              autoComplete="current-password"
              value={token}
              onChange={(event) => setToken(event.currentTarget.value)}
              required
              autoFocus
            />
            {signIn.isError && <ProblemAlert error={signIn.error} />}
            <Button type="submit" loading={signIn.isPending}>
              Sign in
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
