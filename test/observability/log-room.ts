import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { LogJournal } from '../../src/observability/log-journal.js';
import type { RequestLogRecord } from '../../src/observability/log-record.js';
import { LogShipper } from '../../src/observability/log-shipper.js';
import { createTestDatabase } from '../support/database.js';

/** A directory, a database, and journals and shippers between them. */
export interface LogRoom {
  readonly dataDir: string;
  readonly journalRoot: string;
  readonly databaseUrl: string;
  readonly client: Client;
  journal(name?: string, options?: { segmentBytes?: number; fsync?: boolean }): LogJournal;
  /** Not yet started: `onModuleInit()` starts it. */
  shipper(journal: LogJournal, options?: { journalMaxBytes?: number; databaseUrl?: string }): LogShipper;
  /** Request ids in the database, in the order in which they happened. */
  shippedIds(): Promise<string[]>;
  files(): string[];
  close(): Promise<void>;
}

export async function openLogRoom(): Promise<LogRoom> {
  const dataDir = mkdtempSync(join(tmpdir(), 'llmops-log-'));
  const journalRoot = join(dataDir, 'journal');
  const database = await createTestDatabase();
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const shippers: LogShipper[] = [];
  return {
    dataDir,
    journalRoot,
    databaseUrl: database.url,
    client,
    journal: (name = `${process.pid}-own`, { segmentBytes = 1_000_000, fsync = false } = {}) =>
      new LogJournal({ directory: join(journalRoot, name), segmentBytes, fsync }),
    shipper: (journal, { journalMaxBytes = 1e9, databaseUrl = database.url } = {}) => {
      const settings = { dataDir, databaseUrl, journalMaxBytes, logRetentionDays: 90, workers: 1 };
      const shipper = new LogShipper(settings, journal);
      shippers.push(shipper);
      return shipper;
    },
    shippedIds: async () => {
      const sql = 'SELECT request_id FROM request_logs ORDER BY started_at, request_id';
      return (await client.query<{ request_id: string }>(sql)).rows.map((row) => row.request_id);
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

let moment = Date.parse('2026-11-20T10:00:00Z');

/** A plausible record, a millisecond after the one before. */
export function logRecord(overrides: Partial<RequestLogRecord> = {}): RequestLogRecord {
  return {
    started_at: new Date(moment++).toISOString(),
    request_id: randomUUID(),
    endpoint: 'chat/completions',
    environment_id: '00000000-0000-4000-8000-000000000001',
    environment: 'production',
    secret_id: null,
    secret: null,
    client: null,
    session_id: null,
    subject_hash: null,
    config_revision: null,
    config_id: null,
    config: null,
    variant_id: null,
    variant: null,
    version: null,
    rule_id: null,
    arm_weight: null,
    provider_id: null,
    provider: null,
    vendor: null,
    model_requested: '@openai/gpt-4o-mini',
    model: 'gpt-4o-mini',
    status: 200,
    error_code: null,
    error_message: null,
    finish_reason: null,
    service_tier: null,
    upstream_request_id: null,
    input_tokens: 10,
    cache_read_tokens: 0,
    cache_write_tokens: 0,
    output_tokens: 5,
    reasoning_tokens: null,
    usage: { input: 10, output: 5 },
    cost: '0.0000045',
    latency_ms: 100.5,
    first_token_ms: 50,
    streaming: false,
    aborted: false,
    tags: {},
    attempts: [],
    dropped_params: [],
    request_body: null,
    response_body: null,
    ...overrides,
  };
}

/** Asks until it is so; 10 s at most. */
export async function until(isSo: () => boolean | Promise<boolean>, what: string): Promise<void> {
  for (let tries = 0; tries < 400; tries++) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`never so: ${what}`);
}
