import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Injectable } from '@nestjs/common';

/** Of the longest texts that are counted, on a busy machine; they take a third of a second a megabyte. */
const LIMIT_MS = 20_000;
const MEMORY_MB = 512;
/** After so long without a text the thread ends and gives its memory back. */
const IDLE_MS = 60_000;

/** The texts of one call, in OpenAI's form. */
export interface CallTexts {
  /** The member of the request that holds the prompt. */
  readonly member: string;
  readonly prompt: Uint8Array;
  /** Null where the endpoint writes no text. */
  readonly answer: AnswerText | null;
}

export type AnswerText =
  | { readonly whole: Uint8Array }
  /** Some of the pieces of a stream of `bytes`. */
  | { readonly pieces: readonly Uint8Array[]; readonly bytes: number };

/** Tokens of each side; or as a text why they cannot be counted: `image_url_in_prompt`. */
export interface CountedTokens {
  readonly prompt: number | string;
  readonly answer: number | string;
}

/** Counts the tokens of texts in a thread of its own, which starts with the first text. One call at a time. */
@Injectable()
export class TokenCounter {
  private worker: Worker | null = null;
  private idle: NodeJS.Timeout | undefined;

  /** Null where it takes too long or the thread fails. Never throws. */
  async count(texts: CallTexts, limitMs = LIMIT_MS): Promise<CountedTokens | null> {
    clearTimeout(this.idle);
    const giveUp = new AbortController();
    const abort = () => giveUp.abort();
    const timer = setTimeout(abort, limitMs).unref();
    const worker = (this.worker ??= this.start());
    // Where it is stopped meanwhile, it has nothing more to say.
    worker.once('exit', abort);
    try {
      worker.postMessage(texts);
      const [counted] = (await once(worker, 'message', { signal: giveUp.signal })) as [CountedTokens];
      return counted;
    } catch {
      this.stop();
      return null;
    } finally {
      clearTimeout(timer);
      worker.off('exit', abort);
      this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    }
  }

  stop(): void {
    clearTimeout(this.idle);
    void this.worker?.terminate();
    this.worker = null;
  }

  private start(): Worker {
    const worker = new Worker(new URL('./count-tokens.worker.mjs', import.meta.url), {
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
