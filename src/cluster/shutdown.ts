import { flushOutput } from '../core/log-output.js';
import { logger } from '../core/logger.js';

/** Beyond the drain of open calls: shipping the journal, closing the database. Nothing that hangs may take longer. */
const CLOSING_MS = 20_000;
/** Whoever still reads our output has the last lines of it by then. */
const LAST_LINES_MS = 1_000;
/** Ctrl+C under npm arrives twice, from the terminal and from npm; the second one is not impatience yet. */
const SAME_SIGNAL_MS = 1_000;

export interface ShutdownOptions {
  /** How long open calls may last. */
  readonly drainSeconds: number;
  /** Finishes what is open and lets go of everything. */
  readonly close: () => Promise<void>;
  /** Last thing before the process ends without having finished. */
  readonly giveUp: () => void;
}

/** The first SIGTERM or SIGINT closes and exits 0; a second one, an error, or 20 seconds past the drain exit 1. */
export function exitOnSignals({ drainSeconds, close, giveUp }: ShutdownOptions): void {
  let startedAt: number | null = null;
  const abandon = (why: string): void => {
    logger.error(why);
    giveUp();
    process.exit(1);
  };
  const onSignal = (signal: NodeJS.Signals): void => {
    if (startedAt !== null) {
      if (performance.now() - startedAt > SAME_SIGNAL_MS) abandon('Stopped without finishing, as asked twice');
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

/** A forgotten promise must not end everybody's streams; a thrown error leaves a state that nobody knows. */
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
