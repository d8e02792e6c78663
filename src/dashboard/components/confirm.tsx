import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';

interface Question {
  readonly title: string;
  /** What is touched, by name. */
  readonly text: string;
  readonly confirm: string;
  readonly onConfirm: () => void;
}

/** Asks once before something that cannot be taken back. */
export function confirmDestructive({ title, text, confirm, onConfirm }: Question): void {
  modals.openConfirmModal({
    title,
    children: <Text size="sm">{text}</Text>,
    labels: { confirm, cancel: 'Cancel' },
    confirmProps: { color: 'red' },
    onConfirm,
  });
}
