import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecretUses } from '../configs/environments/secret-uses.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { CLOCK, type Clock } from '../core/clock.js';
import { AuthenticationError, UnavailableError } from '../core/errors.js';
import { Refusals } from '../core/http/refusals.js';
import { routeOf } from '../core/http/routes.js';
import { authenticate, sendsSecret } from './authenticate.js';
import { clientFamily } from './recording/client-family.js';
import { ReplyClosing, type RequestContext } from './planning/request-context.js';
import { InFlight } from './admission/in-flight.js';
import { sessionHeaderOf } from './recording/session.js';

/** The endpoint of a call, as the log names it, that asked for a path which does not exist. */
export const UNKNOWN_ENDPOINT = 'unknown';

/** Bearer secret → RequestContext. Runs before a byte of the body is read. */
@Injectable()
export class EnvironmentGuard implements CanActivate {
  constructor(
    private readonly store: SnapshotStore,
    private readonly inFlight: InFlight,
    private readonly secretUses: SecretUses,
    private readonly refusals: Refusals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<never> {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (this.store.current === null)
      throw new UnavailableError('The gateway has not loaded its configuration yet. Try again in a moment.');
    if (this.store.isTooOld)
      throw new UnavailableError('This replica of the gateway has not reached its database for too long. Try another.');
    if (this.inFlight.draining) throw new UnavailableError('This replica of the gateway is shutting down. Try again.');
    if (this.identify(request, http.getResponse<FastifyReply>()) !== null) return true;
    return this.refusals.note('environment secret', request).then(() => {
      throw unauthenticated(request.headers);
    });
  }

  /** Opens the request context of a caller that is known; null for any other. */
  identify(request: FastifyRequest, reply: FastifyReply): RequestContext | null {
    const snapshot = this.store.current;
    if (snapshot === null) return null;
    const startedAt = this.clock.now();
    const secret = authenticate(request.headers, snapshot, (entry) => this.store.hasEnded(entry));
    if (secret === null) return null;
    const closing = new ReplyClosing(reply.raw, request.raw.socket);
    request.requestContext = {
      id: request.id,
      caller: { environment: secret.environment, secret },
      snapshot,
      startedAt,
      startedMs: this.clock.monotonicMs(),
      closing,
      endpoint: endpointOf(routeOf(request)),
      client: clientFamily(request.headers['user-agent'], request.headers['x-stainless-lang']?.toString()),
      sessionHeader: sessionHeaderOf(request.headers),
      hops: null,
      request: null,
      plan: null,
      sentStatus: null,
    };
    this.secretUses.add(secret.id, startedAt);
    this.inFlight.enter(closing);
    return request.requestContext;
  }
}

function unauthenticated(headers: IncomingHttpHeaders): AuthenticationError {
  return new AuthenticationError(
    !sendsSecret(headers)
      ? "You didn't provide a secret. Send an environment's secret in the header: Authorization: Bearer <secret>."
      : 'Incorrect secret provided. Use a secret of one of the environments of this gateway; an administrator can make one.',
  );
}

/** What follows the prefix in a route, without what stands for a model's name: `/v1/models/*` is `models`. */
function endpointOf(route: string): string {
  const tail = route.slice(route.indexOf('/v1/') + '/v1/'.length);
  if (tail.startsWith('models')) return 'models';
  return tail === '*' ? UNKNOWN_ENDPOINT : tail;
}
