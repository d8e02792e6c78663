import type { Problem } from './client.js';

/** Whatever a query or a mutation failed with, as the API's own problem documents are. */
export function toProblem(error: unknown): Problem {
  if (isProblem(error)) return error;
  const detail =
    error instanceof TypeError
      ? 'The gateway cannot be reached.'
      : error instanceof Error
        ? error.message
        : String(error);
  return { type: 'about:blank', title: 'Error', status: 0, detail, errors: [], requestId: '' };
}

function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'detail' in error && 'errors' in error;
}

/** What the API says of one field of a form; undefined where it says nothing. */
export function detailOf(error: unknown, pointer: string): string | undefined {
  return isProblem(error) ? error.errors.find((each) => each.pointer === pointer)?.detail : undefined;
}
