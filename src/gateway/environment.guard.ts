import { hash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConfigSnapshot, SecretEntry } from '../configs/snapshot/config-snapshot.js';
import { SecretUses } from '../configs/environments/secret-uses.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { CLOCK, type Clock } from '../core/clock.js';
import { AuthenticationError, UnavailableError } from '../core/errors.js';
import { clientFamily } from './client-family.js';
import { Refusals } from '../core/http/refusals.js';
import { ReplyClosing } from './exchange.js';
import { InFlight } from './in-flight.js';
import { sessionHeaderOf } from './session.js';

/** Bearer secret → Exchange. Runs before a byte of the body is read. */
@Injectable()
export class EnvironmentGuard implements CanActivate {
  constructor(
    private readonly store: SnapshotStore,
    private readonly inFlight: InFlight,
    private readonly secretUses: SecretUses,
    private readonly refusals: Refusals,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  canActivate(context: ExecutionContext): boolean | Promise<never> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const snapshot = this.store.current;
    if (snapshot === null)
      throw new UnavailableError('The gateway has not loaded its configuration yet. Try again in a moment.');
    if (this.store.isTooOld)
      throw new UnavailableError('This replica of the gateway has not reached its database for too long. Try another.');
    if (this.inFlight.draining) throw new UnavailableError('This replica of the gateway is shutting down. Try again.');

    const startedAt = this.clock.now();
    const secret = authenticate(request.headers.authorization, snapshot);
    if (secret === null || this.store.hasEnded(secret)) {
      return this.refusals.note('environment secret', request).then(() => {
        throw unauthenticated(request.headers.authorization);
      });
    }
    const closing = new ReplyClosing(reply.raw, request.raw.socket);
    request.exchange = {
      id: request.id,
      caller: { environment: secret.environment, secret },
      snapshot,
      startedAt,
      startedMs: this.clock.monotonicMs(),
      closing,
      endpoint: endpointOf(pathOf(request)),
      client: clientFamily(request.headers['user-agent'], request.headers['x-stainless-lang']?.toString()),
      sessionHeader: sessionHeaderOf(request.headers),
      request: null,
      plan: null,
      sentStatus: null,
    };
    this.secretUses.add(secret.id, startedAt);
    this.inFlight.enter(closing);
    return true;
  }
}

const BEARER = /^Bearer +(\S+) *$/i;

/** Looked up by hash and compared in constant time: neither step tells how much of a guess was right. */
function authenticate(header: string | undefined, snapshot: ConfigSnapshot): SecretEntry | null {
  const token = header === undefined ? undefined : BEARER.exec(header)?.[1];
  if (token === undefined) return null;
  const digest = hash('sha256', token, 'hex');
  const entry = snapshot.secrets.get(digest);
  return entry !== undefined && timingSafeEqual(entry.hash, Buffer.from(digest, 'hex')) ? entry : null;
}

function unauthenticated(header: string | undefined): AuthenticationError {
  return new AuthenticationError(
    header === undefined
      ? "You didn't provide a secret. Send an environment's secret in the header: Authorization: Bearer <secret>."
      : 'Incorrect secret provided. Use a secret of one of the environments of this gateway; an administrator can make one.',
  );
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?', 1)[0] ?? '';
}

/** What follows the prefix, without a model's name: `/v1/models/x` is `models`. */
function endpointOf(path: string): string {
  const tail = path.slice(path.indexOf('/v1/') + '/v1/'.length);
  return tail.startsWith('models') ? 'models' : tail;
}
