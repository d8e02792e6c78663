import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ConfigSnapshot, SecretEntry } from '../configs/snapshot/config-snapshot.js';
import { SecretUses } from '../configs/environments/secret-uses.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { CLOCK, type Clock } from '../core/clock.js';
import { routeOf } from '../core/http/routes.js';
import { ReplyClosing, type RequestContext } from './planning/request-context.js';

/** The endpoint of a call, as the log names it, that asked for a path which does not exist. */
export const UNKNOWN_ENDPOINT = 'unknown';

const BEARER = /^Bearer +(\S+) *$/i;
/** What clients of other vendors' APIs send their key in. */
const KEY_HEADERS = ['x-api-key', 'api-key'] as const;

/** A caller's secret and the current snapshot → RequestContext. */
@Injectable()
export class ContextOpener {
  constructor(
    private readonly store: SnapshotStore,
    private readonly secretUses: SecretUses,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Null for a caller whose secret is not known, has ended, or is missing. */
  open(request: FastifyRequest, reply: FastifyReply): RequestContext | null {
    const snapshot = this.store.current;
    if (snapshot === null) return null;
    const startedAt = this.clock.now();
    const secret = findSecret(request.headers, snapshot, (entry) => this.store.hasEnded(entry));
    if (secret === null) return null;
    this.secretUses.add(secret.id, startedAt);
    request.requestContext = {
      id: request.id,
      caller: { environment: secret.environment, secret },
      snapshot,
      startedAt,
      startedMs: this.clock.monotonicMs(),
      closing: new ReplyClosing(reply.raw, request.raw.socket),
      endpoint: endpointOf(routeOf(request)),
      headers: request.headers,
      hops: null,
      request: null,
      plan: null,
      sentStatus: null,
    };
    return request.requestContext;
  }
}

export function sendsSecret(headers: IncomingHttpHeaders): boolean {
  return headers.authorization !== undefined || KEY_HEADERS.some((name) => headers[name] !== undefined);
}

/** The first secret in the headers that is known and has not ended; null where there is none. */
function findSecret(
  headers: IncomingHttpHeaders,
  snapshot: ConfigSnapshot,
  hasEnded: (secret: SecretEntry) => boolean,
): SecretEntry | null {
  const bearer = headers.authorization === undefined ? undefined : BEARER.exec(headers.authorization)?.[1];
  const found = lookUp(bearer, snapshot);
  if (found !== null && !hasEnded(found)) return found;
  for (const name of KEY_HEADERS) {
    const key = headers[name];
    const entry = typeof key === 'string' ? lookUp(key.trim(), snapshot) : null;
    if (entry !== null && !hasEnded(entry)) return entry;
  }
  return null;
}

/** Looked up by hash and compared in constant time: neither step tells how much of a guess was right. */
function lookUp(token: string | undefined, snapshot: ConfigSnapshot): SecretEntry | null {
  if (token === undefined || token === '') return null;
  const digest = hash('sha256', token, 'hex');
  const entry = snapshot.secrets.get(digest);
  return entry !== undefined && timingSafeEqual(entry.hash, Buffer.from(digest, 'hex')) ? entry : null;
}

/** What follows the prefix in a route, without what stands for a model's name: `/v1/models/*` is `models`. */
function endpointOf(route: string): string {
  const tail = route.slice(route.indexOf('/v1/') + '/v1/'.length);
  if (tail.startsWith('models')) return 'models';
  return tail === '*' ? UNKNOWN_ENDPOINT : tail;
}
