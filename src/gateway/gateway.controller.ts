import { Controller, HttpCode, Post, Req, Res, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { CallStages } from './call-stages.js';
import { ApiEndpoint } from './endpoints/documentation.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import { CallerCheck } from './environment.guard.js';
import { OpenReply } from './reply/open-reply.js';

/** The route of one endpoint. `@Res()` tells Nest that the answer is not its to send. */
export function gatewayController(endpoint: EndpointSpec): Type<unknown> {
  @Controller([...GATEWAY_PREFIXES])
  class GatewayController {
    constructor(
      private readonly callers: CallerCheck,
      private readonly stages: CallStages,
    ) {}

    @Post(endpoint.path)
    @HttpCode(200)
    @RouteConfig({ endpoint, errorFormat: endpoint.front })
    @ApiEndpoint(endpoint)
    call(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const context = this.callers.open(http, reply);
      if (context === null) return this.callers.refuse(http);
      return this.stages.answer(endpoint, http, new OpenReply(reply, context));
    }
  }
  return GatewayController;
}
