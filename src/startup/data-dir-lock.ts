import { spawnSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDiskFull, systemErrorCode } from '../core/system-error.js';
import { SettingsError } from './read-settings.js';
import type { Print } from './print.js';

/** Two gateways on one data directory would corrupt each other's database and journal. */
export class DataDirInUseError extends Error {}

export interface DataDirLock {
  /**
   * The open lock file. A process that is given it holds the lock as well, so that it ends with the last of all that
   * write there: this process, its workers, its database. Null where this machine has no way to lock a file.
   */
  readonly descriptor: number | null;
  /** Safe to call twice. */
  release(): void;
}

export interface LockOptions {
  /** How long to wait for the database of a killed owner to stop. */
  readonly waitMs?: number;
  readonly commands?: readonly LockCommand[];
}

/** A program that locks the file it inherits as descriptor 3; Node itself has no call for it. */
export type LockCommand = readonly [file: string, ...args: string[]];

type Outcome = 'locked' | 'in use' | 'impossible';

const WAIT_MS = 10_000;
const RETRY_MS = 200;
const IN_USE = 1;
/** `flock` is part of util-linux and of BusyBox; macOS has Perl instead. Both exit 1 where somebody holds the lock. */
const COMMANDS: readonly LockCommand[] = [
  ['flock', '-x', '-n', '3'],
  ['perl', '-MErrno=EWOULDBLOCK', '-e', 'open(F, "+<&=3") && flock(F, 6) || exit($! == EWOULDBLOCK ? 1 : 2)'],
];

/**
 * Takes the data directory for this process alone. The lock is the kernel's (flock on an open file): it counts in every
 * container of the machine, and over NFS, which process ids and clocks do not; it outlasts a process that is stopped,
 * and ends with the process however that ends.
 *
 * @throws DataDirInUseError where another gateway has it, SettingsError where the directory cannot be written
 * @see https://man7.org/linux/man-pages/man2/flock.2.html
 */
export async function lockDataDir(dataDir: string, print: Print, options: LockOptions = {}): Promise<DataDirLock> {
  const file = join(dataDir, 'lock');
  const descriptor = openLockFile(file, dataDir);
  const outcome = await lockWithin(options.waitMs ?? WAIT_MS, descriptor, options.commands ?? COMMANDS);
  if (outcome === 'in use') {
    closeSync(descriptor);
    throw new DataDirInUseError(
      `LLMOPS_DATA_DIR: another gateway uses ${dataDir} (${ownerIn(file)}). ` +
        'Stop that one, or give this one a directory of its own.',
    );
  }
  if (outcome === 'impossible') {
    print(
      `Nothing keeps a second gateway away from ${dataDir}: this machine has no flock, or its file system no locks.`,
    );
    closeSync(descriptor);
    return { descriptor: null, release: () => undefined };
  }
  writeOwner(descriptor);
  let isHeld = true;
  // A start that fails while it is being stopped releases twice; the descriptor may belong to another file by then.
  const release = (): void => {
    if (isHeld) closeSync(descriptor);
    isHeld = false;
  };
  return { descriptor, release };
}

/** For people only: on a full disk a gateway must still start, since shipping its journal frees space. */
function writeOwner(descriptor: number): void {
  try {
    ftruncateSync(descriptor);
    writeSync(descriptor, `process ${process.pid} on ${hostname()} since ${new Date().toISOString()}\n`);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

function openLockFile(file: string, dataDir: string): number {
  try {
    return openSync(file, 'a+', 0o600);
  } catch (error) {
    const user = process.getuid === undefined ? 'this user' : `user id ${process.getuid()}`;
    const detail = isDiskFull(error)
      ? `The disk of ${dataDir} is full. Make room, or set LLMOPS_DATA_DIR to a directory elsewhere.`
      : `${dataDir} cannot be written by ${user} (${systemErrorCode(error) ?? 'error'}). ` +
        'Give that user the directory (chown), or set LLMOPS_DATA_DIR to one that it may write.';
    throw new SettingsError([{ name: 'LLMOPS_DATA_DIR', detail }]);
  }
}

async function lockWithin(waitMs: number, descriptor: number, commands: readonly LockCommand[]): Promise<Outcome> {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const outcome = lock(descriptor, commands);
    if (outcome !== 'in use' || performance.now() > deadline) return outcome;
    await sleep(RETRY_MS);
  }
}

/** The lock belongs to the open file that the program shares with this process, and stays when the program has ended. */
function lock(descriptor: number, commands: readonly LockCommand[]): Outcome {
  for (const [file, ...args] of commands) {
    const { status } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'ignore', descriptor], timeout: 10_000 });
    if (status === 0) return 'locked';
    if (status === IN_USE) return 'in use';
  }
  return 'impossible';
}

function ownerIn(file: string): string {
  const text = readFileSync(file, 'utf8').trim();
  return text === '' ? 'it is just starting' : text;
}
