import { readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../core/json.js';

/** Where in a journal directory everything before is in the database. */
export interface Position {
  readonly segment: number;
  readonly offset: number;
}

const CHECKPOINT = 'checkpoint.json';
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
  // Asked by shape: errors of node:fs are not of this realm's Error class everywhere.
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT';
}

/** `<pid>-<start time>`: a process that was given the pid of a dead one has another name. */
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
    return typeof segment === 'number' && typeof offset === 'number' ? { segment, offset } : null;
  } catch {
    return null;
  }
}

/** Not synced: a lost checkpoint costs reading lines again, and the database knows them. */
export async function writeCheckpoint(directory: string, position: Position): Promise<void> {
  const path = join(directory, CHECKPOINT);
  await writeFile(`${path}.new`, JSON.stringify(position), { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function deleteCheckpoint(directory: string): Promise<void> {
  for (const name of [CHECKPOINT, `${CHECKPOINT}.new`]) await rm(join(directory, name), { force: true });
}
