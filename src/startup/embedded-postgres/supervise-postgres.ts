import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.js';
import { logger } from '../../core/logger.js';
import type { Settings } from '../../core/settings.js';
import type { DataDirLock } from '../data-dir-lock.js';
import type { Print } from '../print.js';

export interface DatabaseServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Each gateway process holds a pool and a few connections outside of it. */
const CONNECTIONS_PER_WORKER = 20;
const SPARE_CONNECTIONS = 20;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

export function databaseDirOf(settings: Settings): string {
  return join(settings.dataDir, 'postgres');
}

/** Starts the embedded database, and again at the same URL where it ends by itself. */
export async function supervisePostgres(settings: Settings, lock: DataDirLock, print: Print): Promise<DatabaseServer> {
  const dataDir = databaseDirOf(settings);
  const maxConnections = SPARE_CONNECTIONS + settings.workers * CONNECTIONS_PER_WORKER;
  if (!existsSync(dataDir)) print(`Creating the embedded database in ${dataDir} …`);
  const start = (): Promise<EmbeddedPostgres> =>
    startEmbeddedPostgres({ dataDir, maxConnections, lockDescriptor: lock.descriptor });
  return new Supervisor(start, await start());
}

class Supervisor implements DatabaseServer {
  readonly url: string;
  private stopping = false;

  constructor(
    private readonly start: () => Promise<EmbeddedPostgres>,
    private server: EmbeddedPostgres,
  ) {
    this.url = server.url;
    void this.watch();
  }

  stop(): Promise<void> {
    this.stopping = true;
    return this.server.stop();
  }

  private async watch(): Promise<void> {
    while (!this.stopping) {
      const lastOutput = await this.server.exited;
      if (!this.isStopping()) {
        logger.error({ lastOutput }, 'The embedded database ended; starting it again');
        await this.startAgain();
      }
    }
  }

  private async startAgain(): Promise<void> {
    for (let pause = FIRST_PAUSE_MS; !this.isStopping(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      await sleep(pause);
      try {
        this.server = await this.start();
        if (this.isStopping()) await this.server.stop();
        return;
      } catch (error) {
        logger.error({ err: error }, 'The embedded database did not start again');
      }
    }
  }

  /** A method, so that the compiler does not take it for unchanged across an await. */
  private isStopping(): boolean {
    return this.stopping;
  }
}
