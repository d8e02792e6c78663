import { hash } from 'node:crypto';
import {
  BadRequestException,
  createParamDecorator,
  Injectable,
  PreconditionFailedException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { ApiHeader, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { isJsonObject } from '../json.js';

/**
 * Entity tags of the admin API: two administrators who change the same resource do not overwrite each other unseen.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
 */

const CHARACTERS = 22;

/** @param state as JSON: everything of the resource that a write can change */
export function etagOf(state: unknown): string {
  return `"${hash('sha256', JSON.stringify(state), 'base64url').slice(0, CHARACTERS)}"`;
}

/** A resource's `etag` in its view: lists have one for each of their items, which the header cannot. */
export function EtagProperty(): PropertyDecorator {
  const description = 'Of this state; also the header `ETag`. Send it back as `If-Match` with a change';
  return ApiProperty({ description, example: '"Zk3tT1uWv0mVQy8mJXkD7A"' });
}

/** Puts the `etag` of an answer into its header. */
@Injectable()
export class EtagInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((answer) => {
        const etag = isJsonObject(answer) ? answer['etag'] : undefined;
        if (typeof etag === 'string') void reply.header('etag', etag);
      }),
    );
  }
}

/** What a write demands of the state that it is to change. */
export class Precondition {
  /** @param etags one of these; null for any state */
  constructor(private readonly etags: readonly string[] | null) {}

  /**
   * Only within the transaction that writes.
   * @param what the resource, as errors call it
   * @throws PreconditionFailedException where somebody has changed it meanwhile
   */
  check(etag: string, what: string): void {
    if (this.etags === null || this.etags.includes(etag)) return;
    throw new PreconditionFailedException(
      `The ${what} has changed since it was read, so nothing was written. Read it again, and send the change with its ` +
        `etag of now (${etag}) as If-Match; without If-Match the change is made whatever is there.`,
    );
  }
}

const TAG = '(?:W/)?"[\\x21\\x23-\\x7e]*"';
const TAGS = new RegExp(`^${TAG}(\\s*,\\s*${TAG})*$`);

/** @throws BadRequestException where it is no value of `If-Match` */
export function toPrecondition(header: string | undefined): Precondition {
  const text = header?.trim();
  if (text === undefined || text === '*') return new Precondition(null);
  if (!TAGS.test(text))
    throw new BadRequestException('If-Match must be the `etag` of the resource as it was read, with its quotes, or *.');
  return new Precondition(text.match(new RegExp(TAG, 'g')));
}

/** The precondition of a write, from its header. */
export const IfMatch = createParamDecorator(
  (_: unknown, context: ExecutionContext): Precondition =>
    toPrecondition(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
  [documentIfMatch],
);

const DESCRIPTION =
  'The `etag` of the state that the change is meant for; refused with 412 where it is another one now';

function documentIfMatch(target: object, method: string | symbol | undefined): void {
  if (method === undefined) return;
  const descriptor = Object.getOwnPropertyDescriptor(target, method);
  if (descriptor === undefined) return;
  const schema = { type: 'string' } as const;
  ApiHeader({ name: 'If-Match', required: false, description: DESCRIPTION, schema })(target, method, descriptor);
}
