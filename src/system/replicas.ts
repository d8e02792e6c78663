import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { snapshotWarnings } from '../configs/snapshot/snapshot-health.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { MIGRATIONS } from '../core/database.js';
import { JOURNAL_HEALTH, type JournalHealth } from '../observability/journal-health.js';

const REPORT_EVERY_MS = 5_000;
/** Several reports in a row are missing then. */
const SILENT_SECONDS = 20;
/** How long a process that died without a word is still listed. */
const FORGOTTEN_AFTER = '1 hour';
const SHUTDOWN_MS = 500;

export interface ReplicaRow {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly node_version: string;
  readonly schema_version: string;
  readonly started_at: Date;
  readonly seen_at: Date;
  readonly is_silent: boolean;
  readonly revision: string | null;
  readonly journal_bytes: string;
  readonly lost_records: string;
  readonly reasons: readonly string[];
}

/**
 * The processes that serve from this database. Each writes a row of itself every few seconds, which also tells of those
 * behind a pooler, where notices do not arrive.
 */
@Injectable()
export class Replicas implements OnApplicationBootstrap, OnModuleDestroy {
  readonly ownId = randomUUID();
  private readonly logger = new Logger('Replicas');
  private timer: NodeJS.Timeout | null = null;
  private isFailing = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly store: SnapshotStore,
    @Inject(JOURNAL_HEALTH) private readonly journal: JournalHealth,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.reportOrWarn();
    this.timer = setInterval(() => void this.reportOrWarn(), REPORT_EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    const leave = this.dataSource.query('DELETE FROM replicas WHERE id = $1', [this.ownId]).catch(() => undefined);
    await Promise.race([leave, delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  /** All that were heard of lately, the longest running first; of this process as it is now. */
  async list(): Promise<ReplicaRow[]> {
    await this.report();
    return this.dataSource.query<ReplicaRow[]>(
      `SELECT *, seen_at < now() - make_interval(secs => $1) AS is_silent FROM replicas ORDER BY started_at, id`,
      [SILENT_SECONDS],
    );
  }

  private async report(): Promise<void> {
    const { current } = this.store;
    const reasons = [...(current === null ? [] : snapshotWarnings(current, this.store)), ...this.journal.reasons];
    await this.dataSource.query(
      `WITH forgotten AS (DELETE FROM replicas WHERE seen_at < now() - $10::interval AND id <> $1)
       INSERT INTO replicas (id, host, pid, node_version, schema_version, revision, journal_bytes, lost_records, reasons)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
       ON CONFLICT (id) DO UPDATE SET seen_at = now(), revision = excluded.revision,
         journal_bytes = excluded.journal_bytes, lost_records = excluded.lost_records, reasons = excluded.reasons`,
      [
        this.ownId,
        hostname(),
        process.pid,
        process.versions.node,
        MIGRATIONS.at(-1)?.name ?? '',
        current?.revision ?? null,
        this.journal.backlogBytes,
        this.journal.droppedRecords,
        JSON.stringify(reasons),
        FORGOTTEN_AFTER,
      ],
    );
  }

  /** A replica whose database is away serves all the same, and readiness says so. */
  private async reportOrWarn(): Promise<void> {
    try {
      await this.report();
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn({ err: error }, 'This replica cannot be listed');
      this.isFailing = true;
    }
  }
}
