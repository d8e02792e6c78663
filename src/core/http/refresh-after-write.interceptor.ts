import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { concatMap, type Observable } from 'rxjs';
import { CONFIG_CHANGED, type ConfigChanged } from '../config-changed.js';

/** Answers a successful write only when this replica serves by it. */
@Injectable()
export class RefreshAfterWriteInterceptor implements NestInterceptor {
  constructor(@Inject(CONFIG_CHANGED) private readonly configChanged: ConfigChanged) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const { method } = context.switchToHttp().getRequest<FastifyRequest>();
    if (method === 'GET' || method === 'HEAD') return next.handle();
    return next.handle().pipe(
      concatMap(async (answer) => {
        await this.configChanged.refresh();
        return answer;
      }),
    );
  }
}
