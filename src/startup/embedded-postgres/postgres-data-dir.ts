import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { systemErrorCode } from '../../core/system-error.js';
import { AS_NOBODY, EmbeddedPostgresError, runsTrue, toCommand, type Launcher } from './postgres-binaries.js';

export const SUPERUSER = 'gateway';
export const SOCKET_FILE = '.s.PGSQL.5432';

const PREVIOUS_OWNER_MS = 5_000;

/** No password: only this user can reach the socket. */
const INITDB_OPTIONS = [
  ...['-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8'],
  ...['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'],
];

export interface InitialiseOptions {
  readonly initdb: string;
  readonly launcher: Launcher;
  /** False: faster, and lost with the machine's power. */
  readonly isDurable: boolean;
}

/** Made beside its place and then renamed: an interrupted first start leaves nothing half made. */
export async function initialiseDataDir(
  dataDir: string,
  { initdb, launcher, isDurable }: InitialiseOptions,
): Promise<void> {
  const parent = dirname(dataDir);
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  removeAbandoned(parent, `${basename(dataDir)}.init-`);
  const draft = `${dataDir}.init-${process.pid}`;
  mkdirSync(draft, { mode: 0o700 });
  if (launcher.owner) {
    chownSync(draft, launcher.owner.uid, launcher.owner.gid);
    // The server's own user may only pass through this directory.
    chmodSync(parent, 0o711);
  }
  try {
    await runInitdb([initdb, '-D', draft, ...INITDB_OPTIONS, ...(isDurable ? [] : ['-N'])], launcher);
    renameSync(draft, dataDir);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    // Another start may have won the race; the lock file decides which of the two goes on.
    if (existsSync(join(dataDir, 'PG_VERSION'))) return;
    if (error instanceof EmbeddedPostgresError) throw error;
    throw new EmbeddedPostgresError(`The embedded database could not be made in ${dataDir}: ${reasonOf(error)}`, {
      cause: error,
    });
  }
}

/** The rest of PostgreSQL needs no entry in /etc/passwd for its user, as with `docker run --user 12345`; initdb does. */
const NO_PASSWD_ENTRY = /could not look up effective user ID/;

async function runInitdb(words: readonly [string, ...string[]], launcher: Launcher): Promise<void> {
  const run = async ({ prefix }: Pick<Launcher, 'prefix'>): Promise<void> => {
    const { file, args } = toCommand({ prefix, owner: null }, words);
    await promisify(execFile)(file, args, { env: serverEnvironment(), cwd: '/' });
  };
  try {
    await run(launcher);
  } catch (error) {
    if (!NO_PASSWD_ENTRY.test(reasonOf(error))) throw error;
    if (!runsTrue(AS_NOBODY)) throw new EmbeddedPostgresError(withoutPasswdEntry(), { cause: error });
    await run({ prefix: AS_NOBODY });
  }
}

function withoutPasswdEntry(): string {
  return (
    `User id ${process.getuid?.() ?? '?'} has no entry in /etc/passwd, and PostgreSQL makes no database without one. ` +
    'Run as a user that has an entry (in the Node images: --user node), or set DATABASE_URL.'
  );
}

/** The output of initdb; the error's own message is only its command line. */
function reasonOf(error: unknown): string {
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? String(error.stderr).trim() : '';
  return output === '' ? String(error) : output;
}

function removeAbandoned(parent: string, prefix: string): void {
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(prefix)) continue;
    const maker = Number(name.slice(prefix.length));
    if (maker === process.pid || !isAlive(maker)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

/** The gateway's own environment holds secrets that the database does not need. */
export function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin', TZ: 'UTC' };
}

/** Bytes that `sockaddr_un` holds on macOS; Linux takes four more. */
const LONGEST_SOCKET_PATH = 103;

/**
 * A unix socket's path is short, so it cannot lie under a data directory of any length: it lies in the directory for
 * temporary files, or beside the database where that one cannot be written or has a long name itself.
 */
export function makeSocketDir(dataDir: string, launcher: Launcher): string {
  const name = `llmops-${createHash('sha256').update(dataDir).digest('hex').slice(0, 16)}`;
  const places = [join(tmpdir(), name), join('/tmp', name), join(dirname(dataDir), 'socket')];
  const fitting = places.filter((place) => Buffer.byteLength(join(place, SOCKET_FILE)) <= LONGEST_SOCKET_PATH);
  const reasons: string[] = [];
  for (const place of fitting) {
    const reason = makeOwnDirectory(place, launcher);
    if (reason === null) return place;
    reasons.push(`${place} ${reason}`);
  }
  throw new EmbeddedPostgresError(
    `There is no place for the socket of the embedded database: ${reasons.join(', ')}. ` +
      'Set TMPDIR to a directory with a short name that this user may write.',
  );
}

/** @returns why it cannot be ours alone; null where it is */
function makeOwnDirectory(directory: string, launcher: Launcher): string | null {
  try {
    // Not recursive: below /proc, Node would try for ever.
    if (lstatSync(directory, { throwIfNoEntry: false }) === undefined) mkdirSync(directory, { mode: 0o700 });
    const found = lstatSync(directory);
    const owners = [process.getuid?.(), launcher.owner?.uid];
    if (!found.isDirectory() || !owners.includes(found.uid)) return 'belongs to somebody else';
    chmodSync(directory, 0o700);
    if (launcher.owner) chownSync(directory, launcher.owner.uid, launcher.owner.gid);
    accessSync(directory, constants.W_OK);
    return null;
  } catch (error) {
    return `cannot be written (${systemErrorCode(error) ?? 'error'})`;
  }
}

/**
 * A killed gateway's server may need a moment to stop, so it is waited for. A lock file whose process is no longer a
 * server (process ids are used again, in containers at once) is removed: PostgreSQL itself would refuse to start.
 */
export async function refuseDirectoryInUse(dataDir: string): Promise<void> {
  const deadline = performance.now() + PREVIOUS_OWNER_MS;
  for (;;) {
    const pid = lockHolder(dataDir);
    if (pid === null) return;
    if (!isServer(pid, dataDir)) {
      rmSync(join(dataDir, 'postmaster.pid'), { force: true });
      return;
    }
    if (performance.now() > deadline) {
      throw new EmbeddedPostgresError(
        `Another process (its PostgreSQL has process id ${pid}) uses the data directory ${dataDir}. ` +
          'Stop it, or give this one another LLMOPS_DATA_DIR.',
      );
    }
    await sleep(50);
  }
}

function lockHolder(dataDir: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(join(dataDir, 'postmaster.pid'), 'utf8'), 10);
    return Number.isNaN(pid) ? null : pid;
  } catch {
    return null;
  }
}

function isServer(pid: number, dataDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
    return words.includes(dataDir);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemErrorCode(error) === 'EPERM';
  }
}
