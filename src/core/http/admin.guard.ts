import { createHash, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { SETTINGS, type RuntimeSettings } from '../settings.js';
import { AdminError } from './admin-errors.js';

/** Lets the administrator's bearer token through. Digests are compared, so neither content nor length shows in time. */
@Injectable()
export class AdminGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(@Inject(SETTINGS) settings: Pick<RuntimeSettings, 'adminToken'>) {
    this.expected = digest(settings.adminToken);
  }

  canActivate(context: ExecutionContext): boolean {
    const { authorization } = context.switchToHttp().getRequest<FastifyRequest>().headers;
    const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (token !== undefined && timingSafeEqual(digest(token), this.expected)) return true;
    throw new AdminError(401, 'Send the admin token as `Authorization: Bearer <token>`.');
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
