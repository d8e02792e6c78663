import { readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../core/json.js';

/** A place in a journal directory; everything before it is in the database. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
}

const CHECKPOINT = 'checkpoint.json';
/** As many digits as a segment's name has. */
const LAST_SEGMENT = 99_999_999;
const SEGMENT = /^(\d{8})\.jsonl$/;
const OWNER = /^(\d+)-(\d+)$/;
/** Fields of /proc/<pid>/stat, counted from after the process's name. @see proc_pid_stat(5) */
const STATE = 0;
const START_TIME = 19;

export function segmentName(segment: number): string {
  return `${segment.toString().padStart(8, '0')}.jsonl`;
}

/** Segment numbers of a journal directory, oldest first; none where it is gone. */
export function listSegments(directory: string): number[] {
  return namesIn(directory)
    .flatMap((name) => SEGMENT.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

export function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** An error's `code`: a name of the operating system's, or an SQLSTATE. */
export function codeOf(error: unknown): string | null {
  // Not by `instanceof`: under Jest, errors of node:fs are of another realm's Error class.
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** What an error says; never throws itself. */
export function reasonOf(error: unknown): string {
  if (typeof error !== 'object' || error === null || !('message' in error)) return 'unknown error';
  const { message } = error;
  return typeof message === 'string' && message !== '' ? message : (codeOf(error) ?? 'unknown error');
}

/** `<pid>-<start time>`: a process that gets the pid of a dead one gets another name. */
export function ownName(): string {
  return `${process.pid}-${startTimeOf(process.pid) ?? Math.round(performance.timeOrigin)}`;
}

/** Whether a name belongs to a process that cannot write any more. */
export function isAbandoned(name: string): boolean {
  const owner = OWNER.exec(name);
  if (owner === null) return false;
  const [, pid, startTime] = owner;
  if (startTimeOf(process.pid) === null) return !isRunning(Number(pid));
  return startTimeOf(Number(pid)) !== startTime;
}

/** In clock ticks since boot; null where there is no such process, or no /proc. A zombie has stopped writing. */
function startTimeOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[STATE] === 'Z' || fields[STATE] === 'X' ? null : (fields[START_TIME] ?? null);
  } catch {
    return null;
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function readCheckpoint(directory: string): Position | null {
  try {
    const value: unknown = JSON.parse(readFileSync(join(directory, CHECKPOINT), 'utf8'));
    if (!isJsonObject(value)) return null;
    const { segment, offset } = value;
    return isCount(segment, LAST_SEGMENT) && isCount(offset, Number.MAX_SAFE_INTEGER) ? { segment, offset } : null;
  } catch {
    return null;
  }
}

function isCount(value: unknown, most: number): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= most;
}

/** Not synced: a lost checkpoint costs reading lines again, and the database knows them. */
export async function writeCheckpoint(directory: string, position: Position): Promise<void> {
  const path = join(directory, CHECKPOINT);
  await writeFile(`${path}.new`, JSON.stringify(position), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Also deletes copies that a process was still writing when it died. */
export async function deleteCheckpoint(directory: string): Promise<void> {
  const names = namesIn(directory).filter((name) => name === CHECKPOINT || name.endsWith('.new'));
  for (const name of names) await rm(join(directory, name), { force: true });
}
