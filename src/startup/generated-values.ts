import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { systemErrorCode } from '../core/system-error.js';
import { SettingValueError, toEncryptionKeys, toToken } from './setting-values.js';
import type { Settings } from '../core/settings.js';
import { SettingsError } from './read-settings.js';

/** A secret of this installation and, where it was not given, the file that keeps it. */
export interface GeneratedValue<Value> {
  readonly value: Value;
  readonly file: string | null;
}

/** Makes it readable for this user alone; leaves the rights of an existing one. @throws SettingsError where it cannot */
export function makeDataDir(dataDir: string): void {
  try {
    makeWithParents(dataDir);
  } catch (error) {
    const code = systemErrorCode(error) ?? 'error';
    const isInTheWay = code === 'EEXIST' || code === 'ENOTDIR';
    const advice = isInTheWay
      ? 'There is a file of this name, or in its place on the way. Set another directory.'
      : 'Make it and give it to the user that the gateway runs as, or set another that this user may write.';
    const detail = `The directory ${dataDir} cannot be made (${code}). ${advice}`;
    throw new SettingsError([{ name: 'LLMOPS_DATA_DIR', detail }]);
  }
}

/** As `mkdir -p`. Node's own recursive mkdir tries for ever where making a directory fails with ENOENT, as in /proc. */
function makeWithParents(directory: string): void {
  if (existsSync(directory) && statSync(directory).isDirectory()) return;
  if (dirname(directory) !== directory) makeWithParents(dirname(directory));
  try {
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST' || !statSync(directory).isDirectory()) throw error;
  }
}

/** @throws SettingsError where the file holds no token */
export function adminTokenOf(settings: Settings): GeneratedValue<string> {
  if (settings.adminToken !== null) return { value: settings.adminToken, file: null };
  const file = join(settings.dataDir, 'admin-token');
  return { value: readOrMake(file, () => randomBytes(32).toString('base64url'), toToken), file };
}

/**
 * Beside an embedded database the key is generated. Where there is a database and its key is missing, none is made: a
 * new key would open none of the stored credentials.
 * @throws SettingsError where the file holds no key, or is missing
 */
export function encryptionKeysOf(settings: Settings, databaseDir: string): readonly Buffer[] {
  if (settings.encryptionKeys.length > 0) return settings.encryptionKeys;
  const file = join(settings.dataDir, 'encryption-key');
  if (!existsSync(file) && existsSync(databaseDir)) {
    const detail = `Neither it nor ${file} is there, but the database that it sealed is. Give the key that was used before.`;
    throw new SettingsError([{ name: 'LLMOPS_ENCRYPTION_KEY', detail }]);
  }
  return readOrMake(file, () => randomBytes(32).toString('base64'), toEncryptionKeys);
}

function readOrMake<Value>(file: string, make: () => string, parse: (text: string) => Value): Value {
  try {
    if (!existsSync(file)) writeOnce(file, `${make()}\n`);
    return parse(readFileSync(file, 'utf8').trim());
  } catch (error) {
    const reason =
      error instanceof SettingValueError ? error.message : `It cannot be used (${systemErrorCode(error) ?? 'error'}).`;
    throw new SettingsError([{ name: file, detail: reason }]);
  }
}

/** Whole or not at all: written beside its place and linked there. Of two that start at once, the first wins. */
function writeOnce(file: string, text: string): void {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode: 0o600, flush: true });
    linkSync(draft, file);
  } catch (error) {
    if (systemErrorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}
