import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { reasonOf } from '../journal-directory.js';
import type { LogConnection } from '../log-connection.js';
import { refusalOf } from '../refusal.js';
import { mergeMoments } from '../experiments/merge-moments.js';
import { carryOverHour, hasBacklog, prepareCarryOver } from './carry-over.js';
import { compactEarlier, compactRollups } from './compact-rollups.js';
import { TagLimits } from './tag-limits.js';

const EVERY_MS = 60_000;
const RETRY_MS = 5_000;
const LOG_EVERY_MS = 600_000;
/** Late records are mostly of these days. Older buckets are looked at once after the start. */
const RECENT_MS = 3 * 24 * 3_600_000;

/**
 * Merges the rows of rollups, and carries over what is older than rollups, an hour of it a turn. A failure here keeps no
 * record from being shipped.
 */
export class RollupUpkeep {
  private readonly logger = new Logger('Rollups');
  private readonly tagLimits = new TagLimits();
  private dueAt = 0;
  private retryAt = 0;
  private loggedAt = -Infinity;
  /** From then on buckets were looked at since the start; null once all were. */
  private lookedFrom: Date | null = new Date(Date.now() - RECENT_MS);
  private hasNewRows = true;
  private hasBacklog = true;
  private failure: string | null = null;

  constructor(private readonly connection: LogConnection) {}

  get isDue(): boolean {
    const now = performance.now();
    return now >= this.retryAt && (this.hasBacklog || (this.hasWork && now >= this.dueAt));
  }

  /** Records were shipped. */
  noteShipped(): void {
    this.hasNewRows = true;
  }

  /** What is wrong, for readiness; null where nothing is. */
  get trouble(): string | null {
    return this.failure;
  }

  async run(): Promise<void> {
    if (performance.now() < this.retryAt) return;
    try {
      if (this.hasBacklog) await this.connection.use((client) => this.carryOver(client));
      if (this.hasWork && performance.now() >= this.dueAt) await this.compact();
      this.failure = null;
    } catch (error) {
      this.retryAt = performance.now() + RETRY_MS;
      // That the database is away, shipping says.
      if (refusalOf(error) === null) return;
      this.failure = `usage cannot be added up: ${reasonOf(error)}`;
      this.logFailure(this.failure);
    }
  }

  private async carryOver(client: ClientBase): Promise<void> {
    await prepareCarryOver(client);
    const hour = await carryOverHour(client, this.tagLimits);
    this.hasBacklog = hour !== null;
    if (hour !== null) this.logger.debug(`The records of ${hour} are counted in the totals of usage`);
  }

  private get hasWork(): boolean {
    return this.hasNewRows || this.lookedFrom !== null;
  }

  private async compact(): Promise<void> {
    await this.connection.use(async (client) => {
      await compactRollups(client, { from: new Date(Date.now() - RECENT_MS), to: new Date(Date.now() + RECENT_MS) });
      if (this.lookedFrom !== null) this.lookedFrom = await compactEarlier(client, this.lookedFrom);
      await mergeMoments(client);
      // Another replica may have left an hour that it was at.
      this.hasBacklog = await hasBacklog(client);
    });
    this.hasNewRows = false;
    this.dueAt = performance.now() + EVERY_MS;
  }

  private logFailure(failure: string): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(failure);
  }
}
