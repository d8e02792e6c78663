import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { UploadedFile } from '../../providers/provider-strategy.js';

/** Long enough to step through 30 MB of the slowest format, a variable bit rate without a header. */
const LIMIT_MS = 5_000;
const MEMORY_MB = 64;
/** Past so many waiting files the next one is not measured: each keeps its disk space until it has been. */
const MAX_WAITING = 32;

type Readable = Pick<UploadedFile, 'using' | 'size'>;

/** How long an uploaded recording lasts, for vendors that charge by its seconds and do not count them. */
@Injectable()
export class AudioLength implements OnModuleDestroy {
  private worker: Worker | null = null;
  private last: Promise<number | null> = Promise.resolve(null);
  private waiting = 0;

  /** Seconds; null where the file does not tell, or takes too long to. One file at a time. Never throws. */
  async of(file: Readable, limitMs = LIMIT_MS): Promise<number | null> {
    if (this.waiting >= MAX_WAITING) return null;
    this.waiting++;
    try {
      return await file.using((descriptor) => {
        this.last = this.last.then(() => this.measure(descriptor, file.size, limitMs));
        return this.last;
      });
    } catch {
      return null;
    } finally {
      this.waiting--;
    }
  }

  onModuleDestroy(): void {
    void this.worker?.terminate();
  }

  private async measure(descriptor: number, size: number, limitMs: number): Promise<number | null> {
    try {
      const worker = (this.worker ??= this.start());
      worker.postMessage({ descriptor, size });
      const [seconds] = (await once(worker, 'message', { signal: AbortSignal.timeout(limitMs) })) as unknown[];
      return typeof seconds === 'number' && Number.isFinite(seconds) && seconds >= 0 ? seconds : null;
    } catch {
      // Not waited for: a thread that hangs in a system call would hold up all files behind it.
      void this.worker?.terminate();
      this.worker = null;
      return null;
    }
  }

  private start(): Worker {
    const worker = new Worker(new URL('./audio-length.worker.mjs', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    worker.unref();
    // A worker that runs out of memory emits an error, which without a listener would end the process.
    worker.on('error', () => undefined);
    worker.once('exit', () => {
      if (this.worker === worker) this.worker = null;
    });
    return worker;
  }
}
