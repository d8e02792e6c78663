import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADMIN_PREFIX } from '../routes.js';

const NAME = 'llmops_session';

export function sessionCookieOf(request: FastifyRequest): string | null {
  return parseCookie(request.headers.cookie ?? '')[NAME] ?? null;
}

/**
 * Out of reach of scripts, never sent by other sites, and to the admin API only. It has no end of its own: it goes with
 * the browser, and what it holds knows when it ends.
 */
export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, value: string): void {
  reply.header('set-cookie', stringifySetCookie({ ...attributesOf(request), name: NAME, value }));
}

export function clearSessionCookie(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', stringifySetCookie({ ...attributesOf(request), name: NAME, value: '', maxAge: 0 }));
}

function attributesOf(request: FastifyRequest) {
  // Behind a proxy that ends TLS. Whoever forges it only makes their own cookie stricter.
  const secure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  return { httpOnly: true, sameSite: 'strict', path: ADMIN_PREFIX, secure } as const;
}
