import { systemErrorCode } from './postgres-binaries.js';

const DISK_FULL = new Set(['ENOSPC', 'EDQUOT']);

/** Nothing is wrong but that there is no room: what frees some must still run. */
export function isDiskFull(error: unknown): boolean {
  return DISK_FULL.has(systemErrorCode(error) ?? '');
}
