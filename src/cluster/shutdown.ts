import { setTimeout as delay } from 'node:timers/promises';
import { flushOutput } from '../core/log-output.js';
import { logger } from '../core/logger.js';

/** Beyond the drain of open calls: shipping the journal, closing the database. Nothing that hangs may take longer. */
const CLOSING_MS = 20_000;
/** How long whatever reads stdout has to take the last lines. */
const LAST_LINES_MS = 1_000;
/** Ctrl+C under npm arrives twice at once, from the terminal and from npm; only a later one is a second request. */
const SAME_SIGNAL_MS = 1_000;
/** For calls that are cut to tell their callers and leave their records. */
const CUTTING_MS = 4_000;

export interface ShutdownOptions {
  /** How long open calls may last. */
  readonly drainSeconds: number;
  /** Finishes what is open and releases everything. */
  readonly close: () => Promise<void>;
  /** Ends what is open at once, and resolves when it has left its records. */
  readonly cut: () => Promise<void>;
  /** Called just before the process ends without having finished. */
  readonly giveUp: () => void;
}

/**
 * The first SIGTERM or SIGINT closes and exits 0; a second one cuts what is open and exits 1, as an error does, or 20
 * seconds past the drain.
 */
export function exitOnSignals({ drainSeconds, close, cut, giveUp }: ShutdownOptions): void {
  let startedAt: number | null = null;
  let isCutting = false;
  const abandon = (why: string): void => {
    logger.error(why);
    giveUp();
    process.exit(1);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (startedAt !== null) {
      if (isCutting || performance.now() - startedAt <= SAME_SIGNAL_MS) return;
      isCutting = true;
      const end = (): void => abandon('Stopped without finishing, as asked twice');
      void Promise.race([cut(), delay(CUTTING_MS)]).then(end, end);
      return;
    }
    startedAt = performance.now();
    logger.info({ signal, drainSeconds }, 'Finishing open calls');
    const deadlineMs = drainSeconds * 1_000 + CLOSING_MS;
    setTimeout(() => abandon('Stopped without finishing, the time is up'), deadlineMs).unref();
    close().then(
      () => {
        logger.info('Stopped');
        void exitAfterLastLines(0);
      },
      (error: unknown) => {
        logger.error({ err: error }, 'Stopped with an error');
        giveUp();
        void exitAfterLastLines(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

async function exitAfterLastLines(code: number): Promise<void> {
  await flushOutput(process.stdout, LAST_LINES_MS);
  process.exit(code);
}

/** A rejected promise must not end all open streams. After an uncaught error the process's state is unknown, so it ends. */
export function exitOnUncaughtErrors(giveUp: () => void): void {
  process.on('unhandledRejection', (reason) =>
    logger.error({ err: reason }, 'A promise was rejected and nobody looked'),
  );
  process.on('uncaughtException', (error) => {
    logger.fatal({ err: error }, 'Nobody caught this error; the process ends');
    giveUp();
    process.exit(1);
  });
}
