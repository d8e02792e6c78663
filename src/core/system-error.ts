/** `ENOENT` and the like. */
export function systemErrorCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : undefined;
}

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Whether an error only says that the disk is full: shipping the journal, which frees space, must still run then. */
export function isDiskFull(error: unknown): boolean {
  return DISK_FULL.has(systemErrorCode(error) ?? '');
}
