import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../core/settings.js';
import { readSettings, SettingsError, type Environment } from './read-settings.js';
import { adminTokenOf, encryptionKeysOf, makeDataDir } from './generated-values.js';

let root: string;
let databaseDir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'llmops-values-'));
  databaseDir = join(root, 'data', 'postgres');
});

afterEach(() => {
  chmodSync(root, 0o700);
  rmSync(root, { recursive: true, force: true });
});

function settings(environment: Environment = {}): Settings {
  const read = readSettings({ LLMOPS_DATA_DIR: join(root, 'data'), ...environment });
  makeDataDir(read.dataDir);
  return read;
}

describe('generated values', () => {
  it('are made once and stay the same, readable for this user only', () => {
    const first = adminTokenOf(settings());
    expect(adminTokenOf(settings())).toEqual(first);
    expect(first.value).toMatch(/^[\w-]{43}$/);
    expect(readFileSync(first.file ?? '', 'utf8')).toBe(`${first.value}\n`);
    const keys = encryptionKeysOf(settings(), databaseDir);
    expect(keys[0]).toHaveLength(32);
    expect(encryptionKeysOf(settings(), databaseDir)).toEqual(keys);
    expect(readdirSync(join(root, 'data')).sort()).toEqual(['admin-token', 'encryption-key']);
    for (const name of ['admin-token', 'encryption-key']) {
      expect(statSync(join(root, 'data', name)).mode & 0o777).toBe(0o600);
    }
    expect(statSync(join(root, 'data')).mode & 0o777).toBe(0o700);
  });

  it('are not made where they are given', () => {
    const key = Buffer.alloc(32, 7);
    const given = settings({
      LLMOPS_ADMIN_TOKEN: 'given-token-of-32-characters-000',
      LLMOPS_ENCRYPTION_KEY: key.toString('base64'),
    });
    expect(adminTokenOf(given)).toEqual({ value: 'given-token-of-32-characters-000', file: null });
    expect(encryptionKeysOf(given, databaseDir)).toEqual([key]);
    expect(readdirSync(join(root, 'data'))).toEqual([]);
  });

  it('do not replace a key that was lost: the database would be unreadable and nobody would know', () => {
    mkdirSync(databaseDir, { recursive: true });
    expect(() => encryptionKeysOf(settings(), databaseDir)).toThrow(SettingsError);
    expect(existsSync(join(root, 'data', 'encryption-key'))).toBe(false);
  });

  it('are refused by file name where the file holds something else', () => {
    const file = join(settings().dataDir, 'encryption-key');
    writeFileSync(file, 'oops');
    expect(() => encryptionKeysOf(settings(), databaseDir)).toThrow(file);
  });
});

describe('makeDataDir', () => {
  it('names the setting where the directory cannot be made', () => {
    writeFileSync(join(root, 'file'), '');
    expect(() => makeDataDir(join(root, 'file'))).toThrow('LLMOPS_DATA_DIR');
    expect(() => makeDataDir(join(root, 'file', 'data'))).toThrow('LLMOPS_DATA_DIR');
  });

  const onLinux = process.platform === 'linux' ? it : it.skip;
  onLinux('gives up where a directory can never be made', () => {
    expect(() => makeDataDir('/proc/no/such/directory')).toThrow('LLMOPS_DATA_DIR');
  });
});
