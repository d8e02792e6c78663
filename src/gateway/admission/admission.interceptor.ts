import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { GatewayError } from '../../core/errors.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { contextOf } from '../planning/request-context.js';
import { HOP_HEADER, hopMark, nextHops } from './hops.js';
import { InFlight } from './in-flight.js';

const RETRY_AFTER_MS = 1_000;

/** Decides whether a call may be served, before its body is read, so that a refused one costs next to nothing. */
@Injectable()
export class AdmissionInterceptor<Result> implements NestInterceptor<Result, Result> {
  private readonly calls = new CallsUnderWay();
  private readonly mark: string;

  constructor(
    private readonly inFlight: InFlight,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'encryptionKeys' | 'maxCallsPerEnvironment'>,
  ) {
    this.mark = hopMark(settings.encryptionKeys[0] ?? new Uint8Array());
  }

  intercept(execution: ExecutionContext, next: CallHandler<Result>): Observable<Result> {
    const context = contextOf(execution.switchToHttp().getRequest<FastifyRequest>());
    const { closing, headers } = context;
    this.inFlight.admit(closing);
    context.hops = nextHops(headers[HOP_HEADER]?.toString(), this.mark);
    const { id, slug, maxConcurrentCalls } = context.caller.environment;
    const limit = maxConcurrentCalls ?? this.settings.maxCallsPerEnvironment;
    if (!this.calls.enter(id, limit)) throw tooMany(slug, limit);
    closing.add(() => {
      if (closing.over) this.calls.leave(id);
    });
    return next.handle();
  }
}

/** Counts each environment's calls under way in this process, so that none takes all of its capacity. */
export class CallsUnderWay {
  private readonly counts = new Map<string, number>();

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
