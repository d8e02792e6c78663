import {
  Injectable,
  Logger,
  SetMetadata,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { isJsonObject } from '../json.js';
import { ADMINISTRATOR } from './administrator.js';
import { pathOfTarget } from './routes.js';

const CHANGES_NOTHING = 'changes-nothing';

/** For a route that is asked by POST and changes no configuration. */
export const ChangesNothing = () => SetMetadata(CHANGES_NOTHING, true);

export function isWrite(context: ExecutionContext, reflector: Reflector): boolean {
  const { method } = context.switchToHttp().getRequest<FastifyRequest>();
  if (method === 'GET' || method === 'HEAD') return false;
  return reflector.get<boolean | undefined>(CHANGES_NOTHING, context.getHandler()) !== true;
}

/** Logs each change that an administrator made: who, what, of which resource, from where. No values. */
@Injectable()
export class WriteLogInterceptor implements NestInterceptor {
  private readonly logger = new Logger('admin');

  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    if (!isWrite(context, this.reflector)) return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(tap((answer) => this.logger.log('admin write', describeWrite(request, answer))));
  }
}

function describeWrite(request: FastifyRequest, answer: unknown): Record<string, unknown> {
  const { id, method, ip, body } = request;
  const created = isJsonObject(answer) && typeof answer['id'] === 'string' ? answer['id'] : undefined;
  return {
    requestId: id,
    who: ADMINISTRATOR,
    what: `${method} ${request.routeOptions.url ?? ''}`,
    path: pathOfTarget(request.url),
    id: created ?? lastOf(request.params),
    fields: isJsonObject(body) ? Object.keys(body) : [],
    address: ip,
  };
}

/** The id of the resource itself: of `/configs/{id}/rules/{ruleId}` the rule's. */
function lastOf(params: unknown): string | undefined {
  const last: unknown = isJsonObject(params) ? Object.values(params).at(-1) : undefined;
  return typeof last === 'string' ? last : undefined;
}
