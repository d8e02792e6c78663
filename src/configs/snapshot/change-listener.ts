import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { loadRevision } from './snapshot-loader.js';
import { SnapshotStore } from './snapshot-store.js';

const POLL_MS = 2_000;
const RECONNECT_MS = 1_000;

/**
 * Hears that another replica wrote: a LISTEN connection of its own, a refresh on every notice and every (re)connect,
 * and a slow poll of the revision in case notices are lost (a pooler that cannot LISTEN, a half-open connection).
 */
@Injectable()
export class ChangeListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChangeListener.name);
  private client: Client | null = null;
  private poll: NodeJS.Timeout | null = null;
  private reconnect: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly store: SnapshotStore,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.store.refresh();
    void this.listen();
    this.poll = setInterval(() => void this.checkRevision(), POLL_MS);
    this.poll.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.poll) clearInterval(this.poll);
    if (this.reconnect) clearTimeout(this.reconnect);
    await this.client?.end().catch(() => undefined);
  }

  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.settings.databaseUrl,
      application_name: 'llmops-gateway-listen',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', () => void this.refresh());
    client.on('error', () => undefined);
    client.on('end', () => this.again());
    try {
      await client.connect();
      await client.query('LISTEN config_changed');
      await this.refresh();
    } catch {
      await client.end().catch(() => undefined);
      this.again();
    }
  }

  private again(): void {
    if (this.stopped || this.reconnect !== null) return;
    this.reconnect = setTimeout(() => {
      this.reconnect = null;
      void this.listen();
    }, RECONNECT_MS);
    this.reconnect.unref();
  }

  private async checkRevision(): Promise<void> {
    try {
      if ((await loadRevision(this.dataSource)) !== this.store.current?.revision) await this.refresh();
    } catch {
      // The database is away: the snapshot serves on, and the next poll tries again.
    }
  }

  private async refresh(): Promise<void> {
    try {
      await this.store.refresh();
    } catch (error) {
      this.logger.warn(
        `The configuration could not be read again: ${error instanceof Error ? error.message : 'error'}`,
      );
    }
  }
}
