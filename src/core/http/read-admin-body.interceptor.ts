import {
  BadRequestException,
  createParamDecorator,
  Injectable,
  SetMetadata,
  UnsupportedMediaTypeException,
  type CallHandler,
  type ExecutionContext,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
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
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const file = this.reflector.get<FileOptions | undefined>(TAKES_FILE, context.getHandler());
    if (file !== undefined) request.body = await readFile(request, file);
    else if (hasBody(request.raw)) request.body = await readJson(request);
    return next.handle();
  }
}

const TAKES_FILE = 'takes-file';

interface FileOptions {
  /** The body is refused where it is longer. */
  readonly limitBytes: number;
  readonly types: readonly string[];
}

/** A file that is a request's whole body. */
export interface SentFile {
  /** One of the route's types. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** On a route whose body is a file; its handler takes it as `@FileBody()`. */
export const TakesFile = (options: FileOptions) => SetMetadata(TAKES_FILE, options);

export const FileBody = createParamDecorator(
  (_: unknown, context: ExecutionContext): SentFile =>
    context.switchToHttp().getRequest<FastifyRequest & { readonly body: SentFile }>().body,
);

async function readFile({ raw }: FastifyRequest, { limitBytes, types }: FileOptions): Promise<SentFile> {
  const stated = (raw.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase();
  const type = types.find((each) => each === stated);
  if (type === undefined) throw new UnsupportedMediaTypeException(`The content type must be ${types.join(' or ')}.`);
  const bytes = await receiveBody(raw, limitBytes);
  if (bytes.length === 0) throw new BadRequestException('The body is empty: send the file as it is.');
  return { type, bytes };
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
