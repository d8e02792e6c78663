import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ClickHouseClient } from '@clickhouse/client';
import { splitEstimates } from '../estimate-lines.js';
import { ESTIMATES, READING, RECORDS, type ClickhouseTable } from './clickhouse-table.js';

const TIMEOUT_MS = 30_000;

/** Inserts over ClickHouse's HTTP interface. The client is loaded where it is used: it takes 10 MB. */
export class ClickhouseConnection {
  private client: ClickHouseClient | null = null;
  private hasTables = false;

  /** @param url with user and password where they are wanted, and the database as its path */
  constructor(private readonly url: string) {}

  /**
   * @param lines of the journal
   * @param token the same for the same lines: ClickHouse passes over what it has inserted under one already
   */
  async insert(lines: Buffer, token: string): Promise<void> {
    const client = await this.open();
    const { records, estimates } = splitEstimates(lines) ?? { records: lines, estimates: [] };
    if (records.length > 0) await insertInto(client, RECORDS, { rows: records, token });
    if (estimates.length === 0) return;
    const rows = estimates.map(({ estimate_of: request_id, counts, ...estimate }) =>
      JSON.stringify({ ...estimate, ...counts, request_id }),
    );
    await insertInto(client, ESTIMATES, { rows: Buffer.from(rows.join('\n')), token });
  }

  async close(): Promise<void> {
    await this.client?.close();
    this.client = null;
  }

  private async open(): Promise<ClickHouseClient> {
    if (this.client === null) {
      const { ClickHouseLogLevel, createClient } = await import('@clickhouse/client');
      // What fails is logged by whoever tries it again.
      const log = { level: ClickHouseLogLevel.OFF };
      this.client = createClient({ url: this.url, request_timeout: TIMEOUT_MS, max_open_connections: 1, log });
    }
    if (!this.hasTables) {
      for (const { create, addColumns } of [RECORDS, ESTIMATES]) {
        await this.client.command({ query: create });
        await this.client.command({ query: addColumns });
      }
      this.hasTables = true;
    }
    return this.client;
  }
}

async function insertInto(
  client: ClickHouseClient,
  { insert }: ClickhouseTable,
  { rows, token }: { readonly rows: Buffer; readonly token: string },
): Promise<void> {
  const { stream } = await client.exec({
    query: insert,
    values: Readable.from([rows], { objectMode: false }),
    clickhouse_settings: { ...READING, insert_deduplication_token: token },
  });
  // Its connection is free again when the answer, which is empty, has been read.
  stream.resume();
  await finished(stream);
}
