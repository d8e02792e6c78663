import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { PriceCatalog } from '../catalog/price-catalog.js';
import { toPriceBook } from '../catalog/price-book.js';
import { isUnavailable } from '../core/http/database-failure.js';
import { loadPricedAccounts } from '../providers/accounts/account-rows.js';
import type { RateContext } from './rate-row.js';
import { ReratingsService } from './reratings.service.js';

const EVERY_MS = 5_000;
/** Between batches, for the calls and the shipper that want the database meanwhile. */
const PAUSE_MS = 10;
const SHUTDOWN_MS = 3_000;

/** Goes on with re-ratings, those that a replica which is gone left behind, too. */
@Injectable()
export class ReratingUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Prices');
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | null = null;
  private isStopping = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly reratings: ReratingsService,
    private readonly catalog: PriceCatalog,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.takeIdle(), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    if (this.timer) clearInterval(this.timer);
    await Promise.race([Promise.all(this.running.values()), delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  /** Until it is done, has failed, or another replica has it. Never throws. */
  run(id: string): Promise<void> {
    const known = this.running.get(id);
    if (known !== undefined) return known;
    const run = this.runBatches(id).finally(() => this.running.delete(id));
    this.running.set(id, run);
    return run;
  }

  private async takeIdle(): Promise<void> {
    if (this.running.size > 0) return;
    const id = await this.reratings.findIdle().catch(() => null);
    if (id !== null) await this.run(id);
  }

  private async runBatches(id: string): Promise<void> {
    try {
      const context = await this.loadContext();
      while (!this.isStopping && (await this.reratings.runBatch(id, context))) await delay(PAUSE_MS);
    } catch (error) {
      this.logger.error('Calls cannot be charged again', { err: error, rerating: id });
      // A database that is away comes back, and then it goes on.
      if (isUnavailable(error)) return;
      const reason = error instanceof Error ? error.message : 'error';
      await this.reratings.end(id, 'failed', reason).catch(() => undefined);
    }
  }

  private async loadContext(): Promise<RateContext> {
    const prices = toPriceBook(this.catalog.models, await this.catalog.load());
    return { prices, accounts: await loadPricedAccounts(this.dataSource.manager) };
  }
}
