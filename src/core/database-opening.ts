import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { isUnavailable } from './http/database-failure.js';

const RETRY_MS = 1_000;

/** Opens the data source; where the database cannot be reached, as soon as it can be. Until then queries fail. */
@Injectable()
export class DatabaseOpening implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(DatabaseOpening.name);
  private timer: NodeJS.Timeout | null = null;
  private stopped = false;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws what has another reason */
  async onModuleInit(): Promise<void> {
    try {
      await this.dataSource.initialize();
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      this.retryLater();
    }
  }

  onModuleDestroy(): void {
    this.stopped = true;
    if (this.timer !== null) clearTimeout(this.timer);
  }

  private retryLater(): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => void this.retry(), RETRY_MS).unref();
  }

  private async retry(): Promise<void> {
    try {
      await this.dataSource.initialize();
      this.logger.log('The database is reached');
      if (this.stopped) await this.dataSource.destroy();
    } catch (error) {
      if (!isUnavailable(error)) this.logger.error('The database cannot be used', { err: error });
      this.retryLater();
    }
  }
}
