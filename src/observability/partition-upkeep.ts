import { Logger } from '@nestjs/common';
import { reasonOf } from './journal-directory.js';
import type { LogConnection } from './log-connection.js';
import { comingDays, dropExpiredPartitions, ensurePartitions, type RetentionDays } from './partitions.js';
import { boundExperiments } from './experiments/merge-moments.js';
import { dropExpiredRollups } from './rollups/compact-rollups.js';

const EVERY_MS = 3_600_000;
/** After a failure the next run comes sooner. */
const RETRY_MS = 5_000;
const LOG_EVERY_MS = 600_000;

/**
 * Makes partitions ahead and drops expired ones, every hour. A failure here does not keep records from being shipped.
 */
export class PartitionUpkeep {
  private readonly logger = new Logger('LogPartitions');
  private dueAt = 0;
  private loggedAt = -Infinity;
  private failure: string | null = null;

  constructor(
    private readonly connection: LogConnection,
    private readonly retentionDays: RetentionDays,
  ) {}

  get isDue(): boolean {
    return performance.now() >= this.dueAt;
  }

  /** What is wrong, for readiness; null where nothing is. */
  get trouble(): string | null {
    return this.failure;
  }

  async run(): Promise<void> {
    if (!this.isDue) return;
    try {
      await this.connection.use((client) => ensurePartitions(client, comingDays(new Date())));
      const { dropped, refusal, oldest } = await this.connection.use((client) =>
        dropExpiredPartitions(client, this.retentionDays, new Date()),
      );
      if (oldest !== null) await this.connection.use((client) => dropExpiredRollups(client, oldest));
      await this.connection.use(boundExperiments);
      if (dropped.length > 0) this.logger.log(`Dropped the request log of ${dropped.join(', ')}`);
      this.conclude(refusal);
    } catch (error) {
      this.conclude(`the partitions of the request log cannot be kept: ${reasonOf(error)}`);
    }
  }

  private conclude(failure: string | null): void {
    this.failure = failure;
    const now = performance.now();
    this.dueAt = now + (failure === null ? EVERY_MS : RETRY_MS);
    if (failure === null || now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(failure);
  }
}
