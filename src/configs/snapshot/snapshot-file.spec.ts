import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { toCatalogPrices } from '../../catalog/catalog-prices.js';
import { createSecretBox } from '../../core/secret-box.js';
import { defined } from '../../../test/support/defined.js';
import { SnapshotFile, snapshotFileOf } from './snapshot-file.js';
import type { SnapshotRows } from './snapshot-rows.js';

const KEY = randomBytes(32);
const PRICES = toCatalogPrices([{ vendor: 'v', model: 'm', prices: [{ units: { input: '5' } }] }]);
const rows = (revision: string): SnapshotRows => ({
  revision,
  environments: [],
  secrets: [{ id: 's1', name: 'first', environmentId: 'e1', hash: Buffer.from('abcdef', 'hex'), expiresAtMs: '5' }],
  accounts: [],
  configs: [],
  versions: [],
  contents: [
    {
      id: 'v1',
      model: 'gpt-4o',
      parameters: { temperature: 0.5 },
      parameterModes: {},
      systemPrompt: 'You are a pirate.',
      timeouts: {},
      retry: {},
    },
  ],
  rules: [],
  arms: [],
  fallbacks: [],
  prices: PRICES,
});

let dataDir: string;
let file: SnapshotFile;
let warnings: string[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'llmops-snapshot-'));
  file = snapshotFileOf({ dataDir }, createSecretBox([KEY]));
  warnings = [];
  jest.spyOn(Logger.prototype, 'warn').mockImplementation((line: unknown) => void warnings.push(String(line)));
});

afterEach(() => {
  jest.restoreAllMocks();
  rmSync(dataDir, { recursive: true, force: true });
});

const path = () => join(dataDir, 'snapshot');

it('gives back the rows that were written, and when they were last known to be current', async () => {
  await file.write(rows('7'));
  utimesSync(path(), new Date(0), new Date('2026-01-01T12:00:00Z'));
  const stored = defined(await file.read());
  expect(stored.rows).toEqual(expect.objectContaining(rows('7')));
  expect(stored.currentAt).toEqual(new Date('2026-01-01T12:00:00Z'));
  expect(warnings).toEqual([]);
});

it('is sealed and for this user alone', async () => {
  await file.write(rows('7'));
  const text = readFileSync(path(), 'utf8');
  for (const secret of ['pirate', 'gpt-4o', 'abcdef']) {
    expect(text).not.toContain(secret);
    expect(Buffer.from(text.split('.').at(-1) ?? '', 'base64url').toString('latin1')).not.toContain(secret);
  }
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readdirSync(dataDir)).toEqual(['snapshot', 'snapshot-prices']);
});

it('opens with an older key that is still listed, and with no other', async () => {
  await file.write(rows('7'));
  const rotated = snapshotFileOf({ dataDir }, createSecretBox([randomBytes(32), KEY]));
  expect((await rotated.read())?.rows.revision).toBe('7');
  const other = snapshotFileOf({ dataDir }, createSecretBox([randomBytes(32)]));
  expect(await other.read()).toBeNull();
  expect(warnings.join()).toMatch(/cannot be used: it was sealed with key .*LLMOPS_ENCRYPTION_KEY/);
});

it('is nothing, with a reason, where it is damaged or of another version; and nothing without one where it is missing', async () => {
  expect(await file.read()).toBeNull();
  expect(warnings).toEqual([]);
  await file.write(rows('7'));
  writeFileSync(path(), readFileSync(path(), 'utf8').slice(0, -9));
  expect(await file.read()).toBeNull();
  const older = JSON.stringify({ ...rows('7'), shape: 'older' });
  writeFileSync(path(), createSecretBox([KEY]).seal(older, 'configuration snapshot'));
  expect(await file.read()).toBeNull();
  expect(warnings).toHaveLength(2);
  expect(warnings[1]).toContain('another version of the gateway wrote it');
});

it('is nothing, with a reason, where its prices are missing: costs made of others would be wrong', async () => {
  await file.write(rows('7'));
  rmSync(`${path()}-prices`);
  expect(await file.read()).toBeNull();
  expect(warnings.join()).toContain('snapshot-prices');
});

it('holds the last of several that were written at once', async () => {
  await Promise.all(['1', '2', '3', '4'].map((revision) => file.write(rows(revision))));
  expect((await file.read())?.rows.revision).toBe('4');
});

it('warns once where it cannot be written, and writes again when it can', async () => {
  rmSync(dataDir, { recursive: true });
  await file.write(rows('1'));
  await file.write(rows('2'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('cannot be kept in');
});

it('notes that it is still current without being written again', async () => {
  await file.write(rows('1'));
  const before = readFileSync(path(), 'utf8');
  file.touch(new Date('2027-01-01T00:00:00Z'));
  for (let tries = 0; statSync(path()).mtime.getUTCFullYear() !== 2027 && tries < 200; tries++) await sleep(10);
  expect((await file.read())?.currentAt).toEqual(new Date('2027-01-01T00:00:00Z'));
  expect(readFileSync(path(), 'utf8')).toBe(before);
});
