import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type RuntimeSettings } from '../settings.js';
import { Refusals } from './refusals.js';

/**
 * Lets the administrator's bearer token through. Digests are compared, so the time it takes tells neither content nor
 * length.
 */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(
    @Inject(SETTINGS) settings: Pick<RuntimeSettings, 'adminToken'>,
    private readonly refusals: Refusals,
  ) {
    this.expected = digest(settings.adminToken);
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && timingSafeEqual(digest(token), this.expected)) return true;
    await this.refusals.note('admin token', request);
    throw new UnauthorizedException('Send the admin token as `Authorization: Bearer <token>`.');
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
