import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { PriceCatalog } from '../../catalog/price-catalog.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { SnapshotConnection } from './snapshot-connection.js';
import { SnapshotStore } from './snapshot-store.js';

const POLL_EVERY_MS = 1_000;
/** Often enough that a healthy snapshot never gets as old as it may. */
const POLLS_WITHIN_MAX_AGE = 4;

/**
 * Keeps the snapshot current: a notice of the database says that another replica wrote, and asking for the revision every
 * second finds what no notice told of (behind a pooler, or on a connection that died without a word).
 */
@Injectable()
export class ChangeListener implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(ChangeListener.name);
  private readonly pollEveryMs: number;
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;
  private failing = false;

  constructor(
    private readonly connection: SnapshotConnection,
    private readonly store: SnapshotStore,
    @Inject(SETTINGS) { snapshotMaxAgeSeconds }: Pick<RuntimeSettings, 'snapshotMaxAgeSeconds'>,
    @Inject(PriceCatalog) private readonly catalog: Pick<PriceCatalog, 'fill'>,
  ) {
    const maxAgeMs = (snapshotMaxAgeSeconds ?? Infinity) * 1000;
    this.pollEveryMs = Math.min(POLL_EVERY_MS, maxAgeMs / POLLS_WITHIN_MAX_AGE);
  }

  async onApplicationBootstrap(): Promise<void> {
    try {
      await this.load();
    } catch (error) {
      if (!(await this.store.restore())) throw error;
      this.failing = true;
      this.warn('served from the copy on disk', error);
    }
    this.connection.onNotice = () => void this.refresh();
    this.pollLater();
  }

  onModuleDestroy(): void {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
  }

  private pollLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.refresh().then(() => this.pollLater()), this.pollEveryMs);
    this.timer.unref();
  }

  /** The prices of this version's catalog are there before the first configuration is served. */
  private async load(): Promise<void> {
    await this.catalog.fill();
    await this.store.refresh();
  }

  private async refresh(): Promise<void> {
    try {
      await this.load();
      if (this.failing) this.logger.log('The configuration is read from the database again');
      this.failing = false;
    } catch (error) {
      if (this.failing || this.stopped) return;
      this.failing = true;
      this.warn('served from memory', error);
    }
  }

  private warn(how: string, error: unknown): void {
    const reason = error instanceof Error ? error.message : 'error';
    this.logger.warn(`The configuration cannot be read from the database and is ${how}: ${reason}`);
  }
}
