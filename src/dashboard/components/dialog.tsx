import { Drawer, Modal, type DrawerProps, type ModalProps } from '@mantine/core';
import { useEscape } from './escape.js';

/* What opens over a screen. Each closes by Escape only where nothing lies over it. */

/** A dialog in the middle. */
export function Dialog(props: ModalProps) {
  useEscape(props.opened, props.onClose);
  return <Modal {...props} closeOnEscape={false} />;
}

/** A panel at the right, beside the list that it was opened from. */
export function Panel(props: DrawerProps) {
  useEscape(props.opened, props.onClose);
  return <Drawer {...props} position="right" closeOnEscape={false} />;
}
