import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConfigSnapshot, EnvironmentEntry } from '../configs/snapshot/config-snapshot.js';
import { ClientClosedError } from '../core/errors.js';
import type { GatewayRequest } from './planning/gateway-request.js';

/** An authenticated environment. */
export interface Caller {
  readonly environment: EnvironmentEntry;
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
  /** Aborts with a ClientClosedError when the caller leaves before the reply is complete. */
  readonly signal: AbortSignal;
  /** Last path segments, for the log: an endpoint or `models`. */
  readonly endpoint: string;
  /** Runs when the reply is over, well or badly, at once where it is over already. */
  onClose(listener: () => void): void;
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

/** One listener for the end of a reply: it aborts the signal where the caller left before the reply was written whole. */
export function watchClose(response: ClosingResponse): { signal: AbortSignal; add(listener: () => void): void } {
  const controller = new AbortController();
  const listeners: (() => void)[] = [];
  let closed = false;
  response.once('close', () => {
    closed = true;
    if (!response.writableFinished) controller.abort(new ClientClosedError());
    for (const listener of listeners) listener();
  });
  const add = (listener: () => void) => {
    if (closed) listener();
    else listeners.push(listener);
  };
  return { signal: controller.signal, add };
}
