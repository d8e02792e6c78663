import { Text } from '@mantine/core';
import { modals, ModalsProvider, useModals } from '@mantine/modals';
import type { ReactNode } from 'react';
import { useEscape } from './escape.js';

interface Question {
  readonly title: string;
  /** What is touched, by name. */
  readonly text: string;
  readonly confirm: string;
  readonly cancel?: string;
}

/** Asks once before something that cannot be taken back. */
export function confirmDestructive({ onConfirm, ...question }: Question & { readonly onConfirm: () => void }): void {
  void ask(question).then((isConfirmed) => {
    if (isConfirmed) onConfirm();
  });
}

export function ask({ title, text, confirm, cancel = 'Cancel' }: Question): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: <Text size="sm">{text}</Text>,
      labels: { confirm, cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => resolve(true),
      // However it is closed; after a confirmation it changes nothing.
      onClose: () => resolve(false),
    });
  });
}

/** Where questions are shown. */
export function Questions({ children }: { children: ReactNode }) {
  return (
    <ModalsProvider modalProps={{ closeOnEscape: false }}>
      <CloseByEscape />
      {children}
    </ModalsProvider>
  );
}

function CloseByEscape() {
  const { modals: open, closeAll } = useModals();
  useEscape(open.length > 0, closeAll);
  return null;
}
