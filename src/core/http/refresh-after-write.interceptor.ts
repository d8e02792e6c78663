import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import { CONFIG_CHANGED, type ConfigChanged } from '../config-changed.js';
import { isWrite } from './write-log.interceptor.js';

/** Answers a successful write only when this replica serves by it. */
@Injectable()
export class RefreshAfterWriteInterceptor implements NestInterceptor {
  constructor(
    @Inject(CONFIG_CHANGED) private readonly configChanged: ConfigChanged,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (!isWrite(context, this.reflector)) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer) => {
        await this.configChanged.refresh();
        return answer;
      }),
    );
  }
}
