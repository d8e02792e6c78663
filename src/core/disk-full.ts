import { systemErrorCode } from './postgres-binaries.js';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Whether an error only says that the disk is full: shipping the journal, which frees space, must still run then. */
export function isDiskFull(error: unknown): boolean {
  return DISK_FULL.has(systemErrorCode(error) ?? '');
}
