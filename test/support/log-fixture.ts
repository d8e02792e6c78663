import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { LogJournal } from '../../src/observability/log-journal.js';
import type { RequestLogRecord } from '../../src/observability/log-record.js';
import { LogShipper } from '../../src/observability/log-shipper.js';
import { createTestDatabase } from './database.js';

/** The name of a process that has ended, and of its journal. */
export const DEAD = '4194304-1';

/** All rollups are of it. */
export const ALL_TIME = { from: new Date(0), to: new Date('2100-01-01T00:00:00Z') };

/** A directory, a database, and journals and shippers between them. */
export interface LogFixture {
  readonly dataDir: string;
  readonly journalRoot: string;
  readonly databaseUrl: string;
  readonly client: Client;
  journal(name?: string, options?: { segmentBytes?: number; fsync?: boolean }): LogJournal;
  /** Not yet started: `onModuleInit()` starts it. */
  shipper(journal: LogJournal, options?: { journalMaxBytes?: number; databaseUrl?: string }): LogShipper;
  /** Request ids in the database, in the order in which they happened. */
  shippedIds(): Promise<string[]>;
  /** Waits until all of them are in the database. */
  arrived(records: readonly RequestLogRecord[]): Promise<void>;
  /** Files as a process leaves them in its journal. */
  leave(files: Readonly<Record<string, string>>, directory?: string): void;
  files(): string[];
  close(): Promise<void>;
}

export async function openLogFixture(): Promise<LogFixture> {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-log-'));
  const journalRoot = join(dataDir, 'journal');
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const shippers: LogShipper[] = [];
  const shippedIds = async (): Promise<string[]> => {
    const sql = 'SELECT request_id FROM request_logs ORDER BY started_at, request_id';
    return (await client.query<{ request_id: string }>(sql)).rows.map((row) => row.request_id);
  };
  return {
    dataDir,
    journalRoot,
    databaseUrl: database.url,
    client,
    journal: (name = `${process.pid}-own`, { segmentBytes = 1_000_000, fsync = false } = {}) =>
      new LogJournal({ directory: join(journalRoot, name), segmentBytes, fsync }),
    shipper: (journal, { journalMaxBytes = 1e9, databaseUrl = database.url } = {}) => {
      const settings = {
        dataDir,
        databaseUrl,
        journalMaxBytes,
        logRetentionDays: 90,
        logContentRetentionDays: 30,
        workers: 1,
      };
      const shipper = new LogShipper(settings, journal);
      shippers.push(shipper);
      return shipper;
    },
    shippedIds,
    arrived: (records) =>
      until(async () => {
        const shipped = new Set(await shippedIds());
        return records.every((record) => shipped.has(record.request_id));
      }, `${records.length} records arrive`),
    leave: (files, directory = DEAD) => {
      mkdirSync(join(journalRoot, directory), { recursive: true });
      for (const [name, content] of Object.entries(files)) writeFileSync(join(journalRoot, directory, name), content);
    },
    files: () => (existsSync(journalRoot) ? readdirSync(journalRoot, { recursive: true }).map(String).sort() : []),
    close: async () => {
      for (const shipper of shippers) await shipper.stop(0);
      await client.end();
      await database.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Polls until it is so; for two minutes at most, for a machine that does ten other things. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 4_800; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never so: ${what}`);
}
