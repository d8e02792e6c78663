import { hash, timingSafeEqual } from 'node:crypto';
import { type CanActivate, type ExecutionContext, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SecretUses } from '../configs/environments/secret-uses.js';
import type { ConfigSnapshot, EnvironmentEntry, SecretEntry } from '../configs/snapshot/config-snapshot.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { type Clock, CLOCK } from '../core/clock.js';
import { AuthenticationError, UnavailableError } from '../core/errors.js';
import { existing } from '../core/http/admin-errors.js';
import { Refusals } from '../core/http/refusals.js';
import { routeOf } from '../core/http/routes.js';
import type { FrontFormat } from './fronts/front-format.js';
import { openAi } from './fronts/openai.js';
import { type Caller, ReplyClosing, type RequestContext } from './planning/request-context.js';
import { Tracing } from './tracing/tracing.js';

/** The endpoint of a call, as the log names it, that asked for a path which does not exist. */
const UNKNOWN_ENDPOINT = 'unknown';

interface KnownCaller {
  readonly caller: Caller;
  /** In which it was found. */
  readonly snapshot: ConfigSnapshot;
}

/** A caller's secret and the current snapshot → RequestContext. */
@Injectable()
export class ContextOpener {
  constructor(
    private readonly store: SnapshotStore,
    private readonly secretUses: SecretUses,
    private readonly tracing: Tracing,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Null for a caller whose secret is not known, has ended, or is missing. */
  open(request: FastifyRequest, reply: FastifyReply): RequestContext | null {
    const snapshot = this.store.current;
    if (snapshot === null) return null;
    const secrets = frontOf(request).secretsOf(request.headers);
    const secret = findSecret(secrets, snapshot, (entry) => this.store.hasEnded(entry));
    if (secret === null) return null;
    const context = this.openFor({ caller: { environment: secret.environment, secret }, snapshot }, request, reply);
    this.secretUses.add(secret.id, context.startedAt);
    return context;
  }

  /** For a caller who is known already. */
  openFor({ caller, snapshot }: KnownCaller, request: FastifyRequest, reply: FastifyReply): RequestContext {
    // Fastify makes an object of twelve members at each look.
    const { config, url } = request.routeOptions;
    const front = config.endpoint?.front ?? openAi;
    const startedAt = this.clock.now();
    request.requestContext = {
      id: request.id,
      caller,
      snapshot,
      startedAt,
      startedMs: this.clock.monotonicMs(),
      closing: new ReplyClosing(reply.raw, request.raw.socket),
      front,
      endpoint: config.endpoint?.path ?? nameOf(url ?? routeOf(request)),
      headers: request.headers,
      trace: this.tracing.begin(request.headers, startedAt),
      hops: null,
      waitedMs: 0,
      copyOf: null,
      request: null,
      plan: null,
      sentStatus: null,
    };
    return request.requestContext;
  }
}

const PLAYGROUND = { id: null, name: 'playground' };

export function findEnvironment({ environmentsById }: ConfigSnapshot, idOrSlug: string): EnvironmentEntry | undefined {
  const byId = environmentsById.get(idOrSlug.toLowerCase());
  return byId ?? [...environmentsById.values()].find(({ slug }) => slug === idOrSlug);
}

/** The API of a route that belongs to no endpoint is OpenAI's. */
function frontOf({ routeOptions }: FastifyRequest): FrontFormat {
  return routeOptions.config.endpoint?.front ?? openAi;
}

/** The first of these secrets that is known and has not ended; null where there is none. */
function findSecret(
  secrets: readonly string[],
  snapshot: ConfigSnapshot,
  hasEnded: (secret: SecretEntry) => boolean,
): SecretEntry | null {
  for (const secret of secrets) {
    const entry = lookUp(secret, snapshot);
    if (entry !== null && !hasEnded(entry)) return entry;
  }
  return null;
}

/** Looked up by hash and compared in constant time: neither step tells how much of a guess was right. */
function lookUp(secret: string, snapshot: ConfigSnapshot): SecretEntry | null {
  if (secret === '') return null;
  const digest = hash('sha256', secret, 'hex');
  const entry = snapshot.secrets.get(digest);
  return entry !== undefined && timingSafeEqual(entry.hash, Buffer.from(digest, 'hex')) ? entry : null;
}

/** Of a route that calls no vendor, for the log. */
function nameOf(route: string): string {
  const tail = route.slice(route.indexOf('/v1/') + '/v1/'.length);
  if (tail === 'feedback') return tail;
  return tail.startsWith('models') ? 'models' : UNKNOWN_ENDPOINT;
}

/** Lets callers with a secret of an environment through, before a byte of the body is read. */
@Injectable()
export class CallerCheck {
  constructor(
    private readonly store: SnapshotStore,
    private readonly contexts: ContextOpener,
    private readonly refusals: Refusals,
  ) {}

  /**
   * Null for a caller who is to be refused.
   * @throws UnavailableError where nobody can be told apart now
   */
  open(request: FastifyRequest, reply: FastifyReply): RequestContext | null {
    this.usableSnapshot();
    return this.contexts.open(request, reply);
  }

  /**
   * A call that an administrator makes in an environment, by its id or slug. It is theirs, and of no secret: the log has
   * it under `playground`.
   *
   * @throws NotFoundException, UnavailableError
   */
  openForAdministrator(request: FastifyRequest, reply: FastifyReply, idOrSlug: string): RequestContext {
    const snapshot = this.usableSnapshot();
    const environment = existing(findEnvironment(snapshot, idOrSlug), 'environment');
    return this.contexts.openFor({ caller: { environment, secret: PLAYGROUND }, snapshot }, request, reply);
  }

  private usableSnapshot(): ConfigSnapshot {
    const snapshot = this.store.current;
    if (snapshot === null)
      throw new UnavailableError('The gateway has not loaded its configuration yet. Try again in a moment.');
    if (this.store.isTooOld)
      throw new UnavailableError('This replica of the gateway has not reached its database for too long. Try another.');
    return snapshot;
  }

  /** @throws AuthenticationError after the wait that a wrong secret brings */
  async refuse(request: FastifyRequest): Promise<never> {
    await this.refusals.note('environment secret', request);
    throw unauthenticated(request);
  }
}

/** The same for a route whose handler only runs for known callers. Calls do without it: see `gatewayController`. */
@Injectable()
export class EnvironmentGuard implements CanActivate {
  constructor(private readonly callers: CallerCheck) {}

  canActivate(execution: ExecutionContext): boolean | Promise<never> {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    return this.callers.open(request, http.getResponse<FastifyReply>()) !== null || this.callers.refuse(request);
  }
}

function unauthenticated(request: FastifyRequest): AuthenticationError {
  const front = frontOf(request);
  return new AuthenticationError(
    !front.sendsSecret(request.headers)
      ? `You didn't provide a secret. Send an environment's secret in the header: ${front.secretHeader}.`
      : 'Incorrect secret provided. Use a secret of one of the environments of this gateway; an administrator can make one.',
  );
}
