import {
  Body,
  Delete,
  Get,
  HttpCode,
  Post,
  Req,
  Res,
  UnauthorizedException,
  UseGuards,
  UseInterceptors,
} from '@nestjs/common';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADMIN_TOKEN_SCHEME, OpenAdminController } from '../admin-controller.js';
import { AdminGuard, sessionOf } from '../admin.guard.js';
import { AdminToken } from '../admin-token.js';
import { ADMINISTRATOR } from '../administrator.js';
import { ApiAction } from '../api-action.js';
import { ReadAdminBodyInterceptor } from '../read-admin-body.interceptor.js';
import { Refusals } from '../refusals.js';
import { AdminSessions } from './admin-session.js';
import { clearSessionCookie, setSessionCookie } from './session-cookie.js';
import { CreateSessionBody, SessionView, toSessionView } from './session.dto.js';

/** How a browser signs in: the admin token once, and a cookie from then on. */
@OpenAdminController('session', 'Session')
export class SessionController {
  constructor(
    private readonly token: AdminToken,
    private readonly sessions: AdminSessions,
    private readonly refusals: Refusals,
  ) {}

  @Post()
  @UseInterceptors(ReadAdminBodyInterceptor)
  @ApiAction('Sign in with the admin token; the answer sets a cookie that scripts cannot read', {
    created: SessionView,
  })
  async begin(
    @Body() body: CreateSessionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SessionView> {
    if (!this.token.matches(body.token)) {
      await this.refusals.note('admin token', request);
      throw new UnauthorizedException('This is not the admin token.');
    }
    const session = this.sessions.begin(ADMINISTRATOR);
    setSessionCookie(request, reply, this.sessions.seal(session));
    return toSessionView(session);
  }

  @Get()
  @UseGuards(AdminGuard)
  @ApiBearerAuth(ADMIN_TOKEN_SCHEME)
  @ApiAction('Who is signed in, and the token that writes need', { ok: SessionView })
  read(@Req() request: FastifyRequest): SessionView {
    return toSessionView(sessionOf(request));
  }

  @Delete()
  @UseGuards(AdminGuard)
  @HttpCode(204)
  @ApiBearerAuth(ADMIN_TOKEN_SCHEME)
  @ApiAction('Sign out', 'nothing')
  end(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): void {
    clearSessionCookie(request, reply);
  }
}
