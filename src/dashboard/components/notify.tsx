import { notifications } from '@mantine/notifications';
import { toProblem } from '../api/problem.js';

export function notifyDone(message: string): void {
  notifications.show({ message, color: 'green' });
}

/** For actions without a form that could show it. Stays until it is closed. */
export function notifyProblem(error: unknown): void {
  const { title, detail, errors, requestId } = toProblem(error);
  const more = errors.map((each) => each.detail).join(' ');
  const id = requestId === '' ? '' : ` (request id ${requestId})`;
  notifications.show({ title, message: `${detail} ${more}${id}`, color: 'red', autoClose: false });
}
