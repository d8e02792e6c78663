import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { LogOutput, prettyFormat } from './log-output.js';

/** From the fewest lines to the most. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * The application's log on stdout: one JSON object a line, or lines for a person where stdout is a terminal. They are
 * written at once, so the last line before a crash is there. Callers pass sentences and errors, never requests, headers
 * or settings, so that none of those can leak. Its level is set at the start, by `LLMOPS_LOG_LEVEL`.
 */
export const logger: Logger = pino(
  {
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { err: describeError },
  },
  new LogOutput(process.stdout, process.stdout.isTTY ? prettyFormat() : undefined),
);

/**
 * An error's own fields stay out of the log: a failed query carries its parameters, a database error the failing row,
 * a network error sometimes the request's headers.
 */
export function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error === 'string' ? error : 'not an error' };
  const code: unknown = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined || depth > 3 ? undefined : describeError(error.cause, depth + 1);
  return { type: error.name, message: error.message, code, stack: error.stack, cause };
}

type NestLevel = 'fatal' | 'error' | 'warn' | 'log' | 'debug' | 'verbose';

const LEVELS = { fatal: 'fatal', error: 'error', warn: 'warn', log: 'info', debug: 'debug', verbose: 'trace' } as const;

/** Contexts of Nest's own messages about modules and routes at the start, which say nothing to an operator. */
const WIRING = new Set(['InstanceLoader', 'RouterExplorer', 'RoutesResolver', 'NestFactory', 'NestApplication']);

/** Nest's `Logger` over the one above; the class that logs becomes `context`. */
export class PinoLogger implements LoggerService {
  constructor(private readonly target: Pick<Logger, (typeof LEVELS)[NestLevel]> = logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    const context = contextOf(rest);
    if (context === undefined || !WIRING.has(context)) this.write('log', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('verbose', message, rest);
  }

  /** Nest passes `(message, stack?, context?)`; an Error may stand in either of the first places. */
  private write(level: NestLevel, message: unknown, rest: readonly unknown[]): void {
    const context = contextOf(rest);
    const fields: Record<string, unknown> = context === undefined ? {} : { context };
    const details = context === undefined ? rest : rest.slice(0, -1);
    for (const detail of details) {
      if (detail instanceof Error) fields['err'] = detail;
      else if (typeof detail === 'string' && detail.includes('\n    at ')) fields['stack'] = detail;
      else if (typeof detail === 'object' && detail !== null) Object.assign(fields, detail);
      else if (detail !== undefined) fields['detail'] = detail;
    }
    if (message instanceof Error) fields['err'] = message;
    this.target[LEVELS[level]](fields, textOf(message));
  }
}

function contextOf(rest: readonly unknown[]): string | undefined {
  const last = rest.at(-1);
  return typeof last === 'string' && !last.includes('\n') ? last : undefined;
}

function textOf(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : JSON.stringify(message);
}
