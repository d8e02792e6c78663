import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { GatewayError } from '../../core/errors.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { contextOf } from '../planning/request-context.js';
import { CallsUnderWay } from './calls-under-way.js';
import { HOP_HEADER, hopMark, nextHops } from './hops.js';

const RETRY_AFTER_MS = 1_000;

/** May this call be served? Asked before its body is read, so that one who is refused costs nothing. */
@Injectable()
export class AdmissionInterceptor implements NestInterceptor {
  private readonly mark: string;

  constructor(
    private readonly calls: CallsUnderWay,
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
  ) {
    this.mark = hopMark(settings.encryptionKeys[0] ?? new Uint8Array());
  }

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp().getRequest<FastifyRequest>();
    const context = contextOf(http);
    context.hops = nextHops(http.headers[HOP_HEADER]?.toString(), this.mark);
    const { id, slug, maxConcurrentCalls } = context.caller.environment;
    const limit = maxConcurrentCalls ?? this.settings.maxCallsPerEnvironment;
    if (!this.calls.enter(id, limit)) throw tooMany(slug, limit);
    context.closing.add(() => this.calls.leave(id));
    return next.handle();
  }
}

function tooMany(slug: string, limit: number): GatewayError {
  const message = `The environment '${slug}' has ${limit} calls under way, which is its limit. Try again when some have ended.`;
  return new GatewayError(429, 'requests', 'rate_limit_exceeded', message, null, RETRY_AFTER_MS);
}
