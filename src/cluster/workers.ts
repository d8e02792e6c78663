import cluster, { type Worker } from 'node:cluster';
import { logger } from '../core/logger.js';
import type { DataDirLock } from '../startup/data-dir-lock.js';
import type { RuntimeSettings } from '../core/settings.js';
import type { Environment } from '../startup/read-settings.js';
import { WorkerMetrics } from './worker-metrics.js';

/** The processes that share the port. */
export interface Workers {
  /** Resolves with the URL once all of them answer; rejects when one ends before any did. */
  readonly ready: Promise<string>;
  /** Asks all to finish what is open; resolves when they are gone. */
  stop(): Promise<void>;
  /** Has all end what is open at once, and themselves; resolves when they are gone. */
  cut(): Promise<void>;
  /** Ends all at once, without finishing anything. */
  kill(): void;
}

/** The message by which the primary has a worker cut its calls and end. */
export const CUT = 'cut';

export interface WorkerReady {
  readonly url: string;
}

export interface WorkerOptions {
  readonly lock: DataDirLock;
  /** How long the start of a worker may take. */
  readonly startMs?: number;
}

/** The worker itself has written the reason on stderr. */
export class WorkerError extends Error {}

/** Generous: a worker on a busy machine takes some ten seconds. */
const START_MS = 120_000;

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** After this long a crash is not taken for a failed start, and the pause begins anew. */
const STEADY_MS = 10_000;

/**
 * Forks `settings.workers` processes and replaces those that crash, with growing pauses while they keep crashing.
 * What this process found or made goes to them by environment, since every user can read a command line.
 */
export function startWorkers(
  settings: RuntimeSettings,
  environment: Environment,
  { lock, startMs = START_MS }: WorkerOptions,
): Workers {
  // They hold the lock of the data directory too: they write there, and may live a moment longer than this process.
  cluster.setupPrimary({ stdio: ['inherit', 'inherit', 'inherit', 'ipc', lock.descriptor ?? 'ignore'] });
  return new WorkerPool(settings.workers, workerEnvironment(settings, environment), startMs);
}

/** Resolved values under their settings' names, so a worker reads them like any other process would. */
export function workerEnvironment(settings: RuntimeSettings, environment: Environment): Environment {
  return {
    ...environment,
    DATABASE_URL: settings.databaseUrl,
    LLMOPS_DATA_DIR: settings.dataDir,
    LLMOPS_ADMIN_TOKEN: settings.adminToken,
    LLMOPS_ENCRYPTION_KEY: settings.encryptionKeys.map((key) => key.toString('base64')).join(','),
    LLMOPS_UPSTREAM_ALLOW: settings.upstreamAllow.join(','),
  };
}

class WorkerPool implements Workers {
  readonly ready: Promise<string>;
  private readonly alive = new Set<Worker>();
  private readonly metrics = new WorkerMetrics();
  private stopping = false;
  private answering = 0;
  private pauseMs = FIRST_PAUSE_MS;
  private onReady: (url: string) => void = () => undefined;
  private onFailed: ((error: Error) => void) | null = null;
  private readonly gone: Promise<void>;
  private onEmpty: () => void = () => undefined;

  constructor(
    private readonly count: number,
    private readonly environment: Environment,
    private readonly startMs: number,
  ) {
    this.ready = new Promise((resolve, reject) => {
      this.onReady = resolve;
      this.onFailed = reject;
      setTimeout(() => reject(this.startTooLong()), startMs).unref();
    });
    this.gone = new Promise((resolve) => (this.onEmpty = resolve));
    for (let started = 0; started < count; started++) this.fork();
  }

  stop(): Promise<void> {
    this.stopping = true;
    if (this.alive.size === 0) return Promise.resolve();
    for (const worker of this.alive) worker.process.kill('SIGTERM');
    return this.gone;
  }

  cut(): Promise<void> {
    for (const worker of this.alive) if (worker.isConnected()) worker.send(CUT);
    return this.stop();
  }

  kill(): void {
    for (const worker of this.alive) worker.process.kill('SIGKILL');
  }

  private fork(): void {
    if (this.stopping) return;
    const worker = cluster.fork(this.environment);
    const startedAt = performance.now();
    this.alive.add(worker);
    const deadline = setTimeout(() => {
      logger.error(
        { worker: worker.id, workerPid: worker.process.pid },
        'A worker did not start in time and is killed',
      );
      worker.process.kill('SIGKILL');
    }, this.startMs);
    worker.once('message', (message: WorkerReady) => {
      clearTimeout(deadline);
      this.onFailed = null;
      this.metrics.add(worker);
      if (++this.answering === this.count) this.onReady(message.url);
    });
    worker.once('exit', (code, signal) => {
      clearTimeout(deadline);
      this.alive.delete(worker);
      void this.metrics.remove(worker);
      if (this.stopping) {
        if (this.alive.size === 0) this.onEmpty();
        return;
      }
      this.replace(worker, code, signal, performance.now() - startedAt);
    });
  }

  private startTooLong(): WorkerError {
    const seconds = this.startMs / 1_000;
    return new WorkerError(
      `LLMOPS_WORKERS: ${this.answering} of ${this.count} workers had started after ${seconds} seconds. ` +
        'What the others wrote above says why; if it is nothing, the machine is too slow for so many: set fewer.',
    );
  }

  private replace(worker: Worker, code: number, signal: string, servedMs: number): void {
    const fields = { worker: worker.id, workerPid: worker.process.pid, code, signal };
    if (this.onFailed !== null) {
      logger.error(fields, 'A worker ended before it was ready');
      this.onFailed(new WorkerError('A worker ended before it was ready.'));
      return;
    }
    this.pauseMs = servedMs > STEADY_MS ? FIRST_PAUSE_MS : Math.min(this.pauseMs * 2, LONGEST_PAUSE_MS);
    logger.error({ ...fields, restartMs: this.pauseMs }, 'A worker crashed and is replaced');
    setTimeout(() => this.fork(), this.pauseMs);
  }
}
