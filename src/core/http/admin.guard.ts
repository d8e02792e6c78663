import {
  ForbiddenException,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AdminToken } from './admin-token.js';
import { Refusals } from './refusals.js';
import { AdminSessions, hasCsrfToken, type AdminSession } from './session/admin-session.js';
import { clearSessionCookie, sessionCookieOf, setSessionCookie } from './session/session-cookie.js';

const sessions = new WeakMap<FastifyRequest, AdminSession>();

/** The session that a request came by; null where it carries the admin token. */
export function sessionOf(request: FastifyRequest): AdminSession | null {
  return sessions.get(request) ?? null;
}

/** Lets administrators through: programs by the bearer token, browsers by the session that they got for it. */
@Injectable()
export class AdminGuard implements CanActivate {
  constructor(
    private readonly token: AdminToken,
    private readonly adminSessions: AdminSessions,
    private readonly refusals: Refusals,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const cookie = sessionCookieOf(request);
    if (request.headers.authorization !== undefined || cookie === null) return this.checkToken(request);
    return this.checkSession(cookie, request, http.getResponse<FastifyReply>());
  }

  private async checkToken(request: FastifyRequest): Promise<boolean> {
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined && this.token.matches(token)) return true;
    await this.refusals.note('admin token', request);
    throw new UnauthorizedException('Send the admin token as `Authorization: Bearer <token>`.');
  }

  private async checkSession(cookie: string, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    const session = this.adminSessions.open(cookie);
    if (session === null) {
      clearSessionCookie(request, reply);
      await this.refusals.note('session', request);
      throw new UnauthorizedException('The session has ended. Sign in again.');
    }
    if (isWrite(request) && !hasCsrfToken(session, request.headers['x-csrf-token'])) {
      throw new ForbiddenException('Send the `csrfToken` of the session as `x-csrf-token` with every write.');
    }
    const renewed = this.adminSessions.renew(session);
    if (renewed !== null) setSessionCookie(request, reply, this.adminSessions.seal(renewed));
    sessions.set(request, session);
    return true;
  }
}

function isWrite({ method }: FastifyRequest): boolean {
  return method !== 'GET' && method !== 'HEAD';
}
