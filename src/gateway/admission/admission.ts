import { createHmac } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { GatewayError, InvalidRequestError } from '../../core/errors.js';
import { type RuntimeSettings, SETTINGS } from '../../core/settings.js';
import type { RequestContext } from '../planning/request-context.js';
import { InFlight } from './in-flight.js';

const RETRY_AFTER_MS = 1_000;

/** Decides whether a call may be served, before its body is read, so that a refused one costs next to nothing. */
@Injectable()
export class Admission {
  private readonly calls = new CallsUnderWay();
  private readonly mark: string;

  constructor(
    private readonly inFlight: InFlight,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'encryptionKeys' | 'maxCallsPerEnvironment'>,
  ) {
    this.mark = hopMark(settings.encryptionKeys[0] ?? new Uint8Array());
  }

  /** Calls under way in this process. */
  get openCalls(): number {
    return this.calls.total;
  }

  /** Counts the call until its reply is over. @throws GatewayError where it may not be served */
  admit(context: RequestContext): void {
    const { closing, headers } = context;
    this.inFlight.admit(closing);
    context.hops = nextHops(headers[HOP_HEADER]?.toString(), this.mark);
    const { id, slug, maxConcurrentCalls } = context.caller.environment;
    const limit = maxConcurrentCalls ?? this.settings.maxCallsPerEnvironment;
    if (!this.calls.enter(id, limit)) throw tooMany(slug, limit);
    closing.add(() => {
      if (closing.over) this.calls.leave(id);
    });
  }
}

/** Counts each environment's calls under way in this process, so that none takes all of its capacity. */
export class CallsUnderWay {
  private readonly counts = new Map<string, number>();

  /** Of all environments. */
  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Counts one more, unless `limit` are under way already. After true, `leave` has to be called once. */
  enter(environmentId: string, limit: number): boolean {
    const count = this.counts.get(environmentId) ?? 0;
    if (count >= limit) return false;
    this.counts.set(environmentId, count + 1);
    return true;
  }

  leave(environmentId: string): void {
    const left = (this.counts.get(environmentId) ?? 0) - 1;
    if (left > 0) this.counts.set(environmentId, left);
    else this.counts.delete(environmentId);
  }
}

function tooMany(slug: string, limit: number): GatewayError {
  const message = `The environment '${slug}' has ${limit} calls under way, which is its limit. Try again when some have ended.`;
  return new GatewayError(429, 'requests', 'rate_limit_exceeded', message, null, RETRY_AFTER_MS);
}

/**
 * Names the gateways that a call has come through, each by its deployment's mark. Every vendor is sent it, since any host
 * may be a gateway, or lead to one.
 */
export const HOP_HEADER = 'x-llmops-hop';

/** Gateways in a row at most: a longer chain is taken for a mistake. */
const MAX_HOPS = 4;
const MARKS = /^[0-9a-f]{16}(, ?[0-9a-f]{16})*$/;
const MAX_LENGTH = 256;

/** The same on every replica; the key cannot be derived from it. */
export function hopMark(encryptionKey: Uint8Array): string {
  return createHmac('sha256', encryptionKey).update('llmops hop').digest('hex').slice(0, 16);
}

/**
 * What a call's requests to vendors carry: the marks that it came with, and this deployment's. A caller who sends
 * the header can only make its own call be refused.
 *
 * @throws InvalidRequestError `request_loop` where it has been here before, or has come through too many gateways
 */
export function nextHops(received: string | undefined, mark: string): string {
  if (received === undefined || received === '') return mark;
  if (received.length > MAX_LENGTH || !MARKS.test(received)) {
    throw new InvalidRequestError(`The header ${HOP_HEADER} is for gateways: leave it out.`);
  }
  const marks = received.split(/, ?/);
  if (marks.includes(mark)) {
    throw loop("This call has come through this gateway before: a provider's base URL leads back to it.");
  }
  if (marks.length >= MAX_HOPS) throw loop(`This call has come through ${marks.length} gateways, which is too many.`);
  return `${received},${mark}`;
}

function loop(message: string): InvalidRequestError {
  return new InvalidRequestError(message, null, 'request_loop');
}
