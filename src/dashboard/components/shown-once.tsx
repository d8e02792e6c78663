import { Alert, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { CopyText } from './copy-text.js';
import { useUnsaved } from './unsaved.js';

interface ShownOnceProps {
  readonly title: string;
  readonly secret: string;
  /** What it is for. */
  readonly note?: string;
  /** By its button, or where its place is left. Without it, it stays until then. */
  readonly onHide?: () => void;
  /** Search parameters that may change while it is shown. */
  readonly beside?: readonly string[];
  /** It was taken in another way than by its button. */
  readonly isTaken?: boolean;
}

/** A secret that nothing shows again: leaving it before it was copied is asked about. */
export function ShownOnce({ title, secret, note, onHide, beside = [], isTaken = false }: ShownOnceProps) {
  const [copied, setCopied] = useState<string | null>(null);
  useUnsaved({
    isUnsaved: () => copied !== secret && !isTaken,
    discard: () => {
      setCopied(secret);
      onHide?.();
    },
    title: 'Leave the secret?',
    text: 'The new secret was not copied, and nothing shows it again.',
    beside,
  });
  return (
    <Alert
      color="green"
      title={title}
      {...(onHide && { withCloseButton: true, onClose: onHide, closeButtonLabel: 'Hide the secret' })}
    >
      <Stack gap="xs">
        <CopyText text={secret} label="the secret" onCopied={() => setCopied(secret)} />
        {note !== undefined && <Text size="sm">{note}</Text>}
      </Stack>
    </Alert>
  );
}
