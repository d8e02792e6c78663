import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConfigSnapshot, EnvironmentEntry, SecretEntry } from '../configs/snapshot/config-snapshot.js';
import type { GatewayRequest } from './planning/gateway-request.js';

/** An authenticated environment, and by which of its secrets. */
export interface Caller {
  readonly environment: EnvironmentEntry;
  readonly secret: Pick<SecretEntry, 'id' | 'name'>;
}

/** One caller request and its reply: made by the guard, read by every stage after it. */
export interface Exchange {
  readonly id: string;
  readonly caller: Caller;
  /** Taken once, so no request sees two revisions. */
  readonly snapshot: ConfigSnapshot;
  readonly startedAt: Date;
  /** Clock of `Clock.monotonicMs`. */
  readonly startedMs: number;
  readonly closing: ReplyClosing;
  /** Last path segments, for the log: an endpoint or `models`. */
  readonly endpoint: string;
  /** Family of the calling program, by what it says of itself. */
  readonly client: string | null;
  /** The session as a header names it; the body may name one as well. */
  readonly sessionHeader: string | null;
  /** Set by read-request once the body is understood, so that the log can name the model of a refused call. */
  request: GatewayRequest | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    exchange?: Exchange;
  }
}

export function exchangeOf(request: FastifyRequest): Exchange {
  if (request.exchange === undefined) throw new Error('the environment guard did not run on this route');
  return request.exchange;
}

export const CurrentExchange = createParamDecorator((_: unknown, context: ExecutionContext): Exchange =>
  exchangeOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

interface ClosingResponse {
  once(event: 'close', listener: () => void): unknown;
  readonly writableFinished: boolean;
}

/**
 * How a reply ends, by the one event that every response has. An AbortSignal would say it too, at ten times the price:
 * the attempt makes the one that travels upstream.
 */
export class ReplyClosing {
  private closed = false;
  private left = false;
  private cut = false;
  private readonly listeners = new Set<() => void>();

  constructor(response: ClosingResponse) {
    response.once('close', () => {
      this.closed = true;
      this.left = !response.writableFinished && !this.cut;
      for (const listener of this.listeners) listener();
    });
  }

  /** The caller left before the reply was written whole. */
  get aborted(): boolean {
    return this.left;
  }

  /** Nothing more can be written. */
  get over(): boolean {
    return this.closed;
  }

  /** The shutdown did not wait for its end. */
  get cutByShutdown(): boolean {
    return this.cut;
  }

  /** Ends what is under way for this reply: whoever works on it is told, and says so to the caller. */
  cutForShutdown(): void {
    if (this.closed || this.cut) return;
    this.cut = true;
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls when the reply is over, well or badly, at once where it is over already; and when the shutdown cuts it. */
  add(listener: () => void): void {
    if (this.closed) listener();
    else this.listeners.add(listener);
  }

  remove(listener: () => void): void {
    this.listeners.delete(listener);
  }
}
