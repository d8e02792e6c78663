import type { IncomingHttpHeaders } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { ConfigSnapshot, EnvironmentEntry, SecretEntry } from '../../configs/snapshot/config-snapshot.js';
import { OpenItems } from '../../core/open-items.js';
import type { ServedCall } from '../../observability/log-record.js';
import type { EndpointSpec } from '../endpoints/endpoint-spec.js';
import type { GatewayRequest } from '../endpoints/gateway-request.js';
import type { FrontFormat } from '../fronts/front-format.js';
import type { CallTrace } from '../tracing/open-span.js';
import type { RoutePlan } from './route-plan.js';

/** An authenticated environment, and by which of its secrets; one without an id for a call of the playground. */
export interface Caller {
  readonly environment: EnvironmentEntry;
  readonly secret: { readonly id: SecretEntry['id'] | null; readonly name: SecretEntry['name'] };
}

/** A caller's request that was answered, and of which a shadow arm gets a copy. */
export interface CopiedCall {
  readonly requestId: string;
  readonly served: ServedCall;
}

/** One request of a caller that is known, and its reply: opened by the guard, read by every stage after it. */
export interface RequestContext {
  readonly id: string;
  readonly caller: Caller;
  /** Taken once, so no request sees two revisions. */
  readonly snapshot: ConfigSnapshot;
  readonly startedAt: Date;
  /** Clock of `Clock.monotonicMs`. */
  readonly startedMs: number;
  readonly closing: ReplyClosing;
  /** The public API that is called. */
  readonly front: FrontFormat;
  /** Its path below the prefix, for the log: an endpoint's, `models` or `unknown`. */
  readonly endpoint: string;
  /** As the caller sent them. */
  readonly headers: IncomingHttpHeaders;
  /** Null where it belongs to none. */
  readonly trace: CallTrace | null;
  /** The gateways that this call has come through, for its requests to vendors; null before it is admitted. */
  hops: string | null;
  /** Milliseconds until the reply began in which the gateway itself had nothing to do: it waited for somebody else. */
  waitedMs: number;
  /** Of a copy that a shadow arm gets: what it is a copy of. Null for a caller's request. */
  readonly copyOf: CopiedCall | null;
  /** Set once the body is understood, so that the log can name the model of a refused call. */
  request: GatewayRequest | null;
  /** Set once it is known where the call may go. */
  plan: RoutePlan | null;
  /** The status line that has gone out to the caller; null before that. */
  sentStatus: number | null;
}

declare module 'fastify' {
  interface FastifyRequest {
    requestContext?: RequestContext;
  }
  interface FastifyContextConfig {
    /** Of a route that calls vendors. */
    readonly endpoint?: EndpointSpec;
  }
}

export function contextOf(request: FastifyRequest): RequestContext {
  if (request.requestContext === undefined) throw new Error('the environment guard did not run on this route');
  return request.requestContext;
}

export const CurrentContext = createParamDecorator((_: unknown, execution: ExecutionContext): RequestContext =>
  contextOf(execution.switchToHttp().getRequest<FastifyRequest>()),
);

interface ClosingResponse {
  once(event: 'close', listener: () => void): unknown;
  destroy(): unknown;
  readonly destroyed: boolean;
  readonly writableFinished: boolean;
  shouldKeepAlive: boolean;
}

interface ClosingSocket {
  readonly destroyed: boolean;
  once(event: 'close', listener: () => void): unknown;
}

/** The replies that are due on each open connection. One listener for all: with pipelined requests they may be many. */
const repliesDue = new WeakMap<ClosingSocket, OpenItems<ReplyClosing>>();

/**
 * How a reply ends: by its own `close` event, or by that of its connection, for Node emits none on a reply that waits
 * behind others of a pipelined connection. An AbortSignal per call would cost ten times as much: the attempt makes the
 * one that goes upstream.
 */
export class ReplyClosing {
  private ended = false;
  private left = false;
  private shutdown = false;
  private listeners: (() => void)[] = [];
  private readonly due: OpenItems<ReplyClosing>;

  constructor(
    private readonly response: ClosingResponse,
    socket: ClosingSocket,
  ) {
    this.due = dueOn(socket);
    this.due.add(this);
    response.once('close', () => this.close());
    if (socket.destroyed) setImmediate(() => this.cut());
  }

  /** The caller left, or was cut off for not reading, before the reply was written whole. */
  get aborted(): boolean {
    return this.left;
  }

  /** Nothing more can be written. */
  get over(): boolean {
    return this.ended;
  }

  /** The shutdown did not wait for its end. */
  get cutByShutdown(): boolean {
    return this.shutdown;
  }

  /** The connection ends with the reply, which says so where its head has not gone out. */
  endConnection(): void {
    this.response.shouldKeepAlive = false;
  }

  /** Ends what is under way for this reply by calling the listeners, who let the caller know why. */
  cutForShutdown(): void {
    if (this.ended || this.shutdown) return;
    this.shutdown = true;
    for (const listener of [...this.listeners]) listener();
  }

  /** Calls when the reply is over, well or badly, at once where it is over already; and when the shutdown cuts it. */
  add(listener: () => void): void {
    if (this.ended) listener();
    else this.listeners.push(listener);
  }

  remove(listener: () => void): void {
    const index = this.listeners.indexOf(listener);
    if (index >= 0) this.listeners.splice(index, 1);
  }

  /** Ends the reply by cutting its connection: what a caller sees of a reply that is not whole. */
  cut(): void {
    if (!this.response.destroyed) this.response.destroy();
    this.close();
  }

  private close(): void {
    if (this.ended) return;
    this.ended = true;
    this.left = !this.response.writableFinished && !this.shutdown;
    this.due.delete(this);
    const { listeners } = this;
    this.listeners = [];
    for (const listener of listeners) listener();
  }
}

function dueOn(socket: ClosingSocket): OpenItems<ReplyClosing> {
  const known = repliesDue.get(socket);
  if (known) return known;
  const due = new OpenItems<ReplyClosing>();
  repliesDue.set(socket, due);
  // Later than the response's own event, which tells more reliably whether all was written.
  socket.once('close', () =>
    setImmediate(() => {
      for (const closing of due) closing.cut();
    }),
  );
  return due;
}
