import { join } from 'node:path';
import { Controller, HttpCode, Inject, Post, Req, Res, type Type, UseGuards, UseInterceptors } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFormRequest, readRequest, assertContentType } from './endpoints/read-request.js';
import { receiveBody } from '../core/http/receive-body.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { type RuntimeSettings, SETTINGS } from '../core/settings.js';
import { AdmissionInterceptor } from './admission/admission.interceptor.js';
import { RetryInterceptor } from './attempts/attempt-runner.js';
import { ApiEndpoint } from './endpoints/documentation.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { readForm } from './endpoints/read-form.js';
import { EnvironmentGuard } from './environment.guard.js';
import { planRoute, readCallerLimits } from './planning/plan-route.js';
import { contextOf } from './planning/request-context.js';
import type { PlannedCall } from './planning/route-plan.js';
import { LoggingInterceptor } from './recording/logging.interceptor.js';
import { ReplyInterceptor } from './reply/reply.interceptor.js';

/**
 * The route of one endpoint. Its handler does no upstream I/O: it returns a value that says everything and has sent
 * nothing. `@Res()` tells Nest that the answer is not its to send: the ReplyInterceptor writes it.
 */
export function gatewayController(endpoint: EndpointSpec): Type<unknown> {
  @Controller([...GATEWAY_PREFIXES])
  @UseGuards(EnvironmentGuard)
  @UseInterceptors(ReplyInterceptor, LoggingInterceptor, AdmissionInterceptor, RetryInterceptor)
  class GatewayController {
    constructor(@Inject(SETTINGS) private readonly settings: RuntimeSettings) {}

    @Post(endpoint.path)
    @HttpCode(200)
    @RouteConfig({ endpoint, errorFormat: endpoint.front })
    @ApiEndpoint(endpoint)
    async call(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
      return plan(http, await readers[endpoint.input](endpoint, http, this.settings));
    }
  }
  return GatewayController;
}

type Reader = (endpoint: EndpointSpec, http: FastifyRequest, settings: RuntimeSettings) => Promise<GatewayRequest>;

/** After the caller is known, and under the limit of its kind of body. */
const readers: Readonly<Record<EndpointSpec['input'], Reader>> = {
  json: async (endpoint, http, { bodyLimitBytes }) => {
    assertContentType(http.raw, 'application/json');
    return readRequest(endpoint, await receiveBody(http.raw, bodyLimitBytes), configHeader(http));
  },
  form: async (endpoint, http, { dataDir, uploadLimitBytes }) => {
    const context = contextOf(http);
    const form = await readForm(http.raw, { limitBytes: uploadLimitBytes, directory: join(dataDir, 'uploads') });
    context.closing.add(() => void form.file.discard());
    return readFormRequest(endpoint, form, configHeader(http));
  },
};

function plan(http: FastifyRequest, request: GatewayRequest): PlannedCall {
  const context = contextOf(http);
  context.request = request;
  const { id, snapshot, caller } = context;
  const plan = planRoute({ id, snapshot, environment: caller.environment }, request);
  context.plan = plan;
  return { context, request, plan, limits: readCallerLimits(http.headers) };
}

function configHeader(http: FastifyRequest): string | null {
  const value = http.headers['x-llmops-config'];
  return typeof value === 'string' && value !== '' ? value : null;
}
