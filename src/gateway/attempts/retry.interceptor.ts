import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { mergeMap, type Observable } from 'rxjs';
import { AttemptRunner } from './attempt-runner.js';
import { isPlannedCall } from './is-result.js';

/** PlannedCall → CallResult. The handler is called once; what is repeated is the upstream call. */
@Injectable()
export class RetryInterceptor implements NestInterceptor {
  constructor(private readonly runner: AttemptRunner) {}

  intercept(_execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(mergeMap((value: unknown) => (isPlannedCall(value) ? this.runner.run(value) : [value])));
  }
}
