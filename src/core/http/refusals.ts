import { setMaxListeners } from 'node:events';
import { isIPv6 } from 'node:net';
import { Inject, Injectable, Logger } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../clock.js';
import { pathOfTarget } from './routes.js';
import { RefusalCounter } from './refusal-counter.js';

export type RefusedCredential = 'admin token' | 'environment secret' | 'session';

/** Answers that may wait at once. Past it a refusal is answered without a wait, so that they do not use up sockets. */
const MAX_WAITING = 256;

/**
 * What follows a wrong admin token or environment secret: a line in the application log, and a wait before the answer,
 * both by the address that it came from. Valid ones do not come here, so wrong ones never lock a caller out.
 */
@Injectable()
export class Refusals {
  private readonly logger = new Logger('authentication');
  private readonly counter = new RefusalCounter();
  /** By what was missing or wrong, since the start. */
  readonly counts = new Map<RefusedCredential, number>();
  private waiting = 0;

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /** Resolves when the refusal may be answered. */
  async note(what: RefusedCredential, request: FastifyRequest): Promise<void> {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
    const { count, delayMs, isLogged, unlogged } = this.counter.add(networkOf(request.ip), this.clock.monotonicMs());
    if (isLogged) {
      this.logger.warn(`refused: no valid ${what}`, {
        requestId: request.id,
        method: request.method,
        path: pathOfTarget(request.url).slice(0, 200),
        address: request.ip,
        refusalsOfAddress: count,
        ...(unlogged > 0 && { unloggedRefusals: unlogged }),
      });
    }
    if (delayMs === 0 || this.waiting >= MAX_WAITING) return;
    this.waiting++;
    try {
      await this.clock.sleep(delayMs, NEVER);
    } finally {
      this.waiting--;
    }
  }
}

/** A wait is not cut short. All share it, and Node warns of more than ten listeners. */
const NEVER = new AbortController().signal;
setMaxListeners(MAX_WAITING, NEVER);

/** Internet providers give each customer a whole /64 of IPv6. */
function networkOf(address: string): string {
  if (!isIPv6(address) || address.startsWith('::ffff:')) return address;
  const [head = ''] = new URL(`http://[${address.replace(/%.*$/, '')}]`).hostname.slice(1, -1).split('::');
  return head.split(':').slice(0, 4).join(':');
}
