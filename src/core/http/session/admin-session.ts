import { createHash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '../../clock.js';
import { isJsonObject } from '../../json.js';
import { SECRET_BOX, type SecretBox } from '../../secret-box.js';
import { SETTINGS, type RuntimeSettings } from '../../settings.js';

/** An administrator who signed in with a browser. Times are milliseconds since 1970. */
export interface AdminSession {
  readonly id: string;
  /** As logs and histories name the administrator. */
  readonly who: string;
  readonly startedAt: number;
  /** Of the last request that moved the idle limit. */
  readonly seenAt: number;
  /** What a page has to send with each write: a foreign page can make a browser send the cookie, but cannot read this. */
  readonly csrfToken: string;
}

/** Without a request for so long, a session ends. */
export const IDLE_MS = 60 * 60_000;
/** No session lasts longer. */
export const LIFETIME_MS = 12 * 60 * 60_000;
/** How often the cookie is written anew while it is used. */
const RENEW_MS = 60_000;
/** Binds what is sealed to its purpose: a sealed credential is no session. */
const PURPOSE = 'admin session';

/**
 * Sessions of the dashboard. Their whole state is in the cookie, sealed with the encryption key, so that every replica
 * knows every session and none keeps any. A session ends by its limits, and with the admin token that began it.
 */
@Injectable()
export class AdminSessions {
  private readonly token: string;

  constructor(
    @Inject(SETTINGS) settings: Pick<RuntimeSettings, 'adminToken'>,
    @Inject(SECRET_BOX) private readonly box: SecretBox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.token = createHash('sha256').update(`${PURPOSE} ${settings.adminToken}`).digest('base64url');
  }

  begin(who: string): AdminSession {
    const now = this.clock.now().getTime();
    const csrfToken = randomBytes(24).toString('base64url');
    return { id: randomUUID(), who, startedAt: now, seenAt: now, csrfToken };
  }

  /** The cookie's value. */
  seal(session: AdminSession): string {
    return this.box.seal(JSON.stringify({ ...session, token: this.token }), PURPOSE);
  }

  /** The session of a cookie; null where it is none, has ended, or began with another admin token. */
  open(cookie: string): AdminSession | null {
    const session = this.read(cookie);
    if (session === null) return null;
    const now = this.clock.now().getTime();
    return now < endOf(session) && now < session.seenAt + IDLE_MS ? session : null;
  }

  /** The session with its idle limit moved, where it is time to write its cookie again; else null. */
  renew(session: AdminSession): AdminSession | null {
    const now = this.clock.now().getTime();
    return now - session.seenAt < RENEW_MS ? null : { ...session, seenAt: now };
  }

  private read(cookie: string): AdminSession | null {
    try {
      const sealed: unknown = JSON.parse(this.box.open(cookie, PURPOSE));
      if (!isJsonObject(sealed) || sealed['token'] !== this.token) return null;
      const { id, who, startedAt, seenAt, csrfToken } = sealed;
      if (typeof id !== 'string' || typeof who !== 'string' || typeof csrfToken !== 'string') return null;
      if (typeof startedAt !== 'number' || typeof seenAt !== 'number') return null;
      return { id, who, startedAt, seenAt, csrfToken };
    } catch {
      return null;
    }
  }
}

/** When it ends however much it is used, in milliseconds since 1970. */
export function endOf(session: AdminSession): number {
  return session.startedAt + LIFETIME_MS;
}

export function hasCsrfToken(session: AdminSession, sent: string | readonly string[] | undefined): boolean {
  return typeof sent === 'string' && timingSafeEqual(digest(sent), digest(session.csrfToken));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
