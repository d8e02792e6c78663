import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { ConfigChanged } from '../../core/config-changed.js';
import { SECRET_BOX, type SecretBox } from '../../core/secret-box.js';
import { connectAccount } from '../../providers/accounts/connect-account.js';
import { ProviderRegistry } from '../../providers/provider-registry.js';
import type { ProviderConnection } from '../../providers/provider-strategy.js';
import { TRANSPORT, type Transport } from '../../providers/transport/transport.js';
import { buildSnapshot } from './build-snapshot.js';
import type { ConfigSnapshot } from './config-snapshot.js';
import { loadSnapshotRows } from './snapshot-loader.js';
import type { ProviderRow } from './snapshot-rows.js';

/** The current snapshot. `refresh()` swaps it whole; a load that fails leaves the old one. */
@Injectable()
export class SnapshotStore implements ConfigChanged {
  private readonly logger = new Logger(SnapshotStore.name);
  private snapshot: ConfigSnapshot | null = null;
  private running: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;
  /** Connections live on while their row is unchanged: their tokens and model lists are worth keeping. */
  private connections = new Map<string, { fingerprint: string; connection: ProviderConnection }>();

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
    @Inject(TRANSPORT) private readonly transport: Transport,
    private readonly registry: ProviderRegistry,
  ) {}

  /** Null until the first load. */
  get current(): ConfigSnapshot | null {
    return this.snapshot;
  }

  /**
   * Loads what is committed now. One load runs, at most one waits: a caller that arrives while one runs joins the
   * waiting one, since the running one may have read before the caller's write.
   */
  refresh(): Promise<void> {
    if (this.running === null) {
      this.running = this.load().finally(() => (this.running = null));
      return this.running;
    }
    this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.waiting = null;
        return this.refresh();
      });
    return this.waiting;
  }

  private async load(): Promise<void> {
    const rows = await loadSnapshotRows(this.dataSource);
    const kept = new Map<string, { fingerprint: string; connection: ProviderConnection }>();
    this.snapshot = buildSnapshot(rows, {
      connect: (row) => {
        const made = this.connect(row);
        kept.set(row.id, made);
        return made.connection;
      },
      onSkipped: (what, error) => {
        this.logger.error(
          `Left out of the configuration: ${what}: ${error instanceof Error ? error.message : 'unknown error'}`,
        );
      },
    });
    this.connections = kept;
  }

  private connect(row: ProviderRow): { fingerprint: string; connection: ProviderConnection } {
    const fingerprint = `${row.vendor}\n${row.base_url ?? ''}\n${row.sealed_credentials}`;
    const known = this.connections.get(row.id);
    if (known?.fingerprint === fingerprint) return known;
    const { id, vendor, base_url: baseUrl, sealed_credentials: sealedCredentials } = row;
    const { registry, secretBox, transport } = this;
    const connection = connectAccount({ id, vendor, baseUrl, sealedCredentials }, { registry, secretBox, transport });
    return { fingerprint, connection };
  }
}
