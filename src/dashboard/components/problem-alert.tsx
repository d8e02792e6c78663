import { Alert, Button, Code, List, Stack, Text } from '@mantine/core';
import { CircleAlert } from 'lucide-react';
import { toProblem } from '../api/problem.js';

/** What went wrong, in the API's words, with the request id that finds it in the application log. */
export function ProblemAlert({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { title, detail, errors, requestId } = toProblem(error);
  return (
    <Alert color="red" icon={<CircleAlert aria-hidden />} title={title} role="alert">
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{detail}</Text>
        {errors.length > 0 && (
          <List size="sm">
            {errors.map((each) => (
              <List.Item key={`${each.pointer} ${each.detail}`}>
                {each.pointer !== '' && <Code>{each.pointer}</Code>} {each.detail}
              </List.Item>
            ))}
          </List>
        )}
        {requestId !== '' && (
          <Text size="xs" c="dimmed">
            Request id <Code>{requestId}</Code>
          </Text>
        )}
        {onRetry && (
          <Button size="xs" variant="light" color="red" onClick={onRetry}>
            Try again
          </Button>
        )}
      </Stack>
    </Alert>
  );
}
