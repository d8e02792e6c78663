import { createRequire } from 'node:module';

/** What may wait in memory for a reader of our output; beyond it lines are dropped and counted. */
const MAX_WAITING_BYTES = 1024 * 1024;

/** What of stdout and stderr is needed here. */
export interface OutputStream {
  readonly writableLength: number;
  write(text: string): boolean;
  on(event: 'error', listener: () => void): unknown;
}

type Format = (line: string) => string;

/**
 * Writes the application log. Node hands a pipe what it takes at once and keeps the rest in memory: a reader that
 * stopped reading must neither block the gateway nor fill its memory, and one that is gone must not end it.
 */
export class LogOutput {
  private dropped = 0;

  constructor(
    private readonly stream: OutputStream,
    private readonly format: Format = (line) => line,
  ) {
    surviveLostReader(stream);
  }

  write(line: string): void {
    if (this.stream.writableLength > MAX_WAITING_BYTES) {
      this.dropped++;
      return;
    }
    if (this.dropped > 0) {
      const [msg, time] = [`${this.dropped} log lines are missing here: nobody read them`, new Date().toISOString()];
      this.dropped = 0;
      this.stream.write(this.format(`${JSON.stringify({ level: 'warn', time, pid: process.pid, msg })}\n`));
    }
    this.stream.write(this.format(line));
  }
}

/** Without a listener, the error of a pipe whose reader is gone (EPIPE) would end the process. */
export function surviveLostReader(stream: Pick<OutputStream, 'on'>): void {
  stream.on('error', () => undefined);
}

/** Waits until everything is written that a reader still takes, for so long at most. */
export async function flushOutput(stream: Pick<OutputStream, 'writableLength'>, deadlineMs: number): Promise<void> {
  const deadline = performance.now() + deadlineMs;
  while (stream.writableLength > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Lines for a person; loaded only where there is a terminal. */
export function prettyFormat(): Format {
  const { prettyFactory } = createRequire(import.meta.url)('pino-pretty') as typeof import('pino-pretty');
  const options = {
    colorize: true,
    translateTime: 'SYS:HH:MM:ss.l',
    ignore: 'pid',
    singleLine: true,
    errorLikeObjectKeys: ['err'],
  };
  return prettyFactory(options) as Format;
}
