import { Inject, Injectable, Logger } from '@nestjs/common';
import { type PriceBook, toPriceBook } from '../../catalog/price-book.js';
import { PriceCatalog } from '../../catalog/price-catalog.js';
import { CurrentPrices, type StoredPrice } from '../../catalog/stored-price.js';
import { type Clock, CLOCK } from '../../core/clock.js';
import type { ConfigChanged } from '../../core/config-changed.js';
import { loadRevision } from '../../core/config-revision.js';
import { SECRET_BOX, type SecretBox } from '../../core/secret-box.js';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import { connectAccount } from '../../providers/accounts/connect-account.js';
import { ProviderRegistry } from '../../providers/provider-registry.js';
import { type Transport, TRANSPORT } from '../../providers/transport/transport.js';
import { Buckets } from '../../observability/metrics/buckets.js';
import { buildSnapshot } from './build-snapshot.js';
import type { ConfigSnapshot, SecretEntry } from './config-snapshot.js';
import { type SnapshotClient, SnapshotConnection } from './snapshot-connection.js';
import { SnapshotFile } from './snapshot-file.js';
import { loadSnapshotRows } from './snapshot-loader.js';
import { SnapshotParts } from './snapshot-parts.js';
import type { SnapshotRows } from './snapshot-rows.js';

/** Seconds; a change is promised to be live everywhere within one. */
export const PROPAGATION_BOUNDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30];

/** The current snapshot. `refresh()` swaps it whole; a load that fails leaves the old one. Each is kept on disk as well. */
@Injectable()
export class SnapshotStore implements ConfigChanged {
  private readonly logger = new Logger(SnapshotStore.name);
  private readonly secretClock = new SecretClock();
  private readonly parts: SnapshotParts;
  private readonly prices = new CurrentPrices();
  private book: { readonly of: readonly StoredPrice[]; readonly prices: PriceBook } | null = null;
  private snapshot: ConfigSnapshot | null = null;
  /** From a change, by the clock of the database, until this process serves it. */
  readonly propagation = new Buckets(PROPAGATION_BOUNDS);
  /** Monotonic milliseconds at which the snapshot was last known to match the database. */
  private currentAtMs = -Infinity;
  private restored = false;
  /** Another connection may lead to another server, where the same revision need not mean the same: after a failover. */
  private loadedFrom: SnapshotClient | null = null;
  private running: Promise<void> | null = null;
  private waiting: Promise<void> | null = null;
  /** What was already reported as left out. */
  private reported = new Set<string>();

  constructor(
    private readonly connection: SnapshotConnection,
    @Inject(SnapshotFile) private readonly file: Pick<SnapshotFile, 'read' | 'write' | 'touch'>,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'snapshotMaxAgeSeconds'>,
    @Inject(SECRET_BOX) secretBox: SecretBox,
    @Inject(TRANSPORT) transport: Transport,
    @Inject(PriceCatalog) private readonly catalog: Pick<PriceCatalog, 'models'>,
    registry: ProviderRegistry,
  ) {
    this.parts = new SnapshotParts((row) => connectAccount(row, { registry, secretBox, transport }));
  }

  /** Null until the first load. */
  get current(): ConfigSnapshot | null {
    return this.snapshot;
  }

  /** Milliseconds since the snapshot was last known to match the database. */
  get ageMs(): number {
    return this.clock.monotonicMs() - this.currentAtMs;
  }

  /** Whether it was read from disk, since the database could not be reached at the start. */
  get isFromDisk(): boolean {
    return this.restored;
  }

  /** Past LLMOPS_SNAPSHOT_MAX_AGE_SECONDS: calls are refused rather than served with what may have been revoked. */
  get isTooOld(): boolean {
    const { snapshotMaxAgeSeconds } = this.settings;
    return snapshotMaxAgeSeconds !== null && this.ageMs > snapshotMaxAgeSeconds * 1000;
  }

  /** Judged by the database's time. */
  hasEnded(secret: SecretEntry): boolean {
    return this.secretClock.hasEnded(secret, this.clock.monotonicMs());
  }

  /**
   * Loads what is committed now, if it is not what is loaded. One load runs, at most one waits: a caller that arrives
   * while one runs joins the waiting one, since the running one may have read before the caller's write.
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

  /**
   * Serves what was kept on disk until a load succeeds. Secrets end by our own clock meanwhile.
   * @returns whether there is something to serve
   */
  async restore(): Promise<boolean> {
    const stored = await this.file.read();
    if (stored === null) return false;
    const now = this.clock.now().getTime();
    const nowMs = this.clock.monotonicMs();
    this.secretClock.observe(now, nowMs);
    this.prices.replace(stored.rows.prices);
    await this.build({ ...stored.rows, prices: this.prices.rows });
    this.restored = true;
    this.currentAtMs = nowMs - Math.max(0, now - stored.currentAt.getTime());
    return true;
  }

  private async load(): Promise<void> {
    const { rows, askedAtMs, staleMs } = await this.connection.run(async (client) => {
      const askedAt = this.clock.monotonicMs();
      const { revision, databaseMs, changedMs } = await loadRevision(client);
      this.secretClock.observe(databaseMs, (askedAt + this.clock.monotonicMs()) / 2);
      const isSameServer = client === this.loadedFrom;
      const isCurrent = revision === this.snapshot?.revision && isSameServer;
      const loaded = isCurrent ? null : await this.loadRows(client, isSameServer);
      this.loadedFrom = client;
      // What was loaded first was not changed while this replica served something else.
      const staleMs = isSameServer ? databaseMs - changedMs : Number.NaN;
      return { rows: loaded, askedAtMs: askedAt, staleMs };
    });
    this.noteEndedSecrets();
    if (rows !== null) {
      await this.build(rows);
      if (staleMs >= 0) this.propagation.add(staleMs + this.clock.monotonicMs() - askedAtMs);
      void this.file.write({ ...rows, contents: this.parts.versionContents });
    }
    this.restored = false;
    this.currentAtMs = askedAtMs;
    this.file.touch(this.clock.now());
  }

  private async loadRows(client: SnapshotClient, isSameServer: boolean): Promise<SnapshotRows> {
    const pricesUntil = isSameServer ? this.prices.sequence : '0';
    const rows = await loadSnapshotRows(client, { isKnown: (id) => this.parts.isKnown(id), pricesUntil });
    if (isSameServer) this.prices.update(rows.prices);
    else this.prices.replace(rows.prices);
    return { ...rows, prices: this.prices.rows };
  }

  /** Made again only where a price has changed. */
  private bookOf(rows: readonly StoredPrice[]): PriceBook {
    if (this.book?.of !== rows) this.book = { of: rows, prices: toPriceBook(this.catalog.models, rows) };
    return this.book.prices;
  }

  private async build(rows: SnapshotRows): Promise<void> {
    await this.parts.update(rows);
    const skipped = new Set<string>();
    this.snapshot = buildSnapshot(rows, {
      prices: this.bookOf(rows.prices),
      connectionOf: (id) => this.parts.connectionOf(id),
      contentOf: (id) => this.parts.contentOf(id),
      conditionsOf: (row) => this.parts.conditionsOf(row),
      onSkipped: (what, error) => {
        const line = `${what}: ${error instanceof Error ? error.message : 'unknown error'}`;
        skipped.add(line);
        if (!this.reported.has(line)) this.logger.error(`Cannot be used: ${line}`);
      },
    });
    this.reported = skipped;
  }

  /** Run regularly, so that a secret that ends while nobody uses it is seen to have ended. */
  private noteEndedSecrets(): void {
    const now = this.clock.monotonicMs();
    for (const secret of this.snapshot?.secrets.values() ?? []) this.secretClock.hasEnded(secret, now);
  }
}

/**
 * Judges when secrets end: by the database's time, which all replicas share, carried on by a clock that never goes back.
 * What was once seen ended stays ended in this process, whatever any clock says later.
 */
export class SecretClock {
  /** The database's milliseconds less the monotonic ones. */
  private offsetMs = Number.NaN;
  private readonly ended = new Set<string>();

  /**
   * @param databaseMs what the database's clock showed
   * @param monotonicMs what our monotonic clock showed then
   */
  observe(databaseMs: number, monotonicMs: number): void {
    if (Number.isFinite(databaseMs)) this.offsetMs = databaseMs - monotonicMs;
  }

  /** An end that cannot be read, or a time that is not known, is past. */
  hasEnded({ id, expiresAt }: Pick<SecretEntry, 'id' | 'expiresAt'>, monotonicMs: number): boolean {
    if (this.ended.has(id)) return true;
    if (expiresAt === null || expiresAt > this.offsetMs + monotonicMs) return false;
    if (!Number.isNaN(this.offsetMs)) this.ended.add(id);
    return true;
  }
}
