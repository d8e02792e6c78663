import { ApiProperty } from '@nestjs/swagger';
import { ADMINISTRATOR } from '../administrator.js';
import { Text } from '../fields.js';
import { endOf, IDLE_MS, type AdminSession } from './admin-session.js';

export class CreateSessionBody {
  @Text(1_000, { description: 'The admin token' })
  token: string;
}

export class SessionView {
  /** As logs and histories name the administrator */
  @ApiProperty({ example: 'admin token' })
  who: string;

  /** Null for requests that carry the admin token itself */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  /** When it ends however much it is used; null for requests that carry the admin token itself */
  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endsAt: string | null;

  /** Seconds without a request after which it ends sooner; null for requests that carry the admin token itself */
  @ApiProperty({ type: Number, nullable: true })
  idleSeconds: number | null;

  /** To be sent as `x-csrf-token` with every write; null for requests that carry the admin token itself */
  @ApiProperty({ type: String, nullable: true })
  csrfToken: string | null;
}

/** @param session null where the request carries the admin token itself */
export function toSessionView(session: AdminSession | null): SessionView {
  if (session === null) {
    return { who: ADMINISTRATOR, startedAt: null, endsAt: null, idleSeconds: null, csrfToken: null };
  }
  return {
    who: session.who,
    startedAt: new Date(session.startedAt).toISOString(),
    endsAt: new Date(endOf(session)).toISOString(),
    idleSeconds: IDLE_MS / 1_000,
    csrfToken: session.csrfToken,
  };
}
