import {
  BadRequestException,
  Injectable,
  UnsupportedMediaTypeException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Observable } from 'rxjs';
import { hasBody } from './client-connection.js';
import { receiveBody } from './receive-body.js';

const LIMIT_BYTES = 1024 * 1024;
const JSON_TYPE = /^application\/([^;]+\+)?json\s*(;|$)/i;

/**
 * Reads a body of the admin API, which is JSON and small, once the guard has let its sender through.
 *
 * Fastify's own parsing does not do for these routes. Which methods have a body is one list for the whole server, and
 * the gateway's routes must have none there: Fastify answers 415 to a malformed content type before any guard. Its
 * reader keeps a list of chunks, which takes some 250 MB for 1 MB in one-byte chunks, and waits for a body that trickles
 * for as long as Node lets it, which is five minutes.
 */
@Injectable()
export class ReadAdminBodyInterceptor implements NestInterceptor {
  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (hasBody(request.raw)) request.body = await readJson(request);
    return next.handle();
  }
}

async function readJson({ raw }: FastifyRequest): Promise<unknown> {
  const bytes = await receiveBody(raw, LIMIT_BYTES);
  // Many clients announce JSON on a POST or DELETE without a body; the route says whether it needs one.
  if (bytes.length === 0) return undefined;
  if (!JSON_TYPE.test(raw.headers['content-type'] ?? '')) {
    throw new UnsupportedMediaTypeException('The content type must be application/json.');
  }
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BadRequestException('The body is not valid JSON.');
  }
}
