import { Button, Group } from '@mantine/core';
import { ProblemAlert } from './problem-alert.js';

interface Props {
  readonly label: string;
  readonly write: { readonly error: unknown; readonly isPending: boolean };
}

/** The foot of a form that makes something: why it was refused, and the button. */
export function SubmitRow({ label, write: { error, isPending } }: Props) {
  return (
    <>
      {error !== null && <ProblemAlert error={error} />}
      <Group justify="flex-end">
        <Button type="submit" loading={isPending}>
          {label}
        </Button>
      </Group>
    </>
  );
}
