import {
  Inject,
  Injectable,
  Logger,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { concatMap, type Observable } from 'rxjs';
import { CONFIG_CHANGED, type ConfigChanged } from '../config-changed.js';
import { isWrite } from './write-log.interceptor.js';

/**
 * Answers a successful write once this replica uses it. Where the refresh fails, a committed write is still answered as
 * done: else the client would write again, and never see a secret that was created.
 */
@Injectable()
export class RefreshAfterWriteInterceptor implements NestInterceptor {
  private readonly logger = new Logger('admin');

  constructor(
    @Inject(CONFIG_CHANGED) private readonly configChanged: ConfigChanged,
    private readonly reflector: Reflector,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (!isWrite(context, this.reflector)) return next.handle();
    return next.handle().pipe(
      concatMap(async (answer) => {
        await this.configChanged.refresh().catch((error: unknown) => this.warn(error));
        return answer;
      }),
    );
  }

  private warn(error: unknown): void {
    const reason = error instanceof Error ? error.message : 'error';
    this.logger.warn(`A change was written and is not served yet: ${reason}`);
  }
}
