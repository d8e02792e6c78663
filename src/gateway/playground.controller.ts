import { HttpCode, Param, Post, Req, Res, type Type, UseGuards } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBearerAuth } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ADMIN_TOKEN_SCHEME, OpenAdminController } from '../core/http/admin-controller.js';
import { AdminGuard } from '../core/http/admin.guard.js';
import { CallStages } from './call-stages.js';
import { ApiPlayground } from './endpoints/documentation.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import { CallerCheck } from './environment.guard.js';
import { OpenReply } from './reply/open-reply.js';

/**
 * One endpoint for administrators, who need no secret of the environment: the same stages from there on, with the same
 * plan, limits, cost and record. Its body is the endpoint's, so its route reads it itself and has none of the admin
 * API's interceptors.
 */
export function playgroundController(endpoint: EndpointSpec): Type<unknown> {
  @OpenAdminController('playground/:id', 'Playground')
  @UseGuards(AdminGuard)
  @ApiBearerAuth(ADMIN_TOKEN_SCHEME)
  class PlaygroundController {
    constructor(
      private readonly callers: CallerCheck,
      private readonly stages: CallStages,
    ) {}

    @Post(endpoint.path)
    @HttpCode(200)
    @RouteConfig({ endpoint, errorFormat: endpoint.front })
    @ApiPlayground(endpoint)
    call(@Param('id') environment: string, @Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const context = this.callers.openForAdministrator(http, reply, environment);
      return this.stages.answer(endpoint, http, new OpenReply(reply, context));
    }
  }
  return PlaygroundController;
}
