import { Controller, HttpCode, Inject, Post, Req, UseGuards, UseInterceptors } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Endpoint } from '../core/endpoints.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { RetryInterceptor } from './attempts/retry.interceptor.js';
import { EnvironmentGuard } from './environment.guard.js';
import { exchangeOf } from './exchange.js';
import { planRoute } from './planning/plan-route.js';
import { readJsonBytes } from './planning/read-body.js';
import { readRequest } from './planning/read-request.js';
import type { PlannedCall } from './planning/route-plan.js';
import { LoggingInterceptor } from './recording/logging.interceptor.js';
import { ReplyInterceptor } from './reply/reply.interceptor.js';

/** OpenAI's routes. A handler does no upstream I/O: it returns a value that says everything and has sent nothing. */
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
@UseInterceptors(ReplyInterceptor, LoggingInterceptor, RetryInterceptor)
export class GatewayController {
  constructor(@Inject(SETTINGS) private readonly settings: RuntimeSettings) {}

  @Post('chat/completions')
  @HttpCode(200)
  chatCompletions(@Req() request: FastifyRequest): Promise<PlannedCall> {
    return this.plan('chat/completions', request);
  }

  private async plan(endpoint: Endpoint, http: FastifyRequest): Promise<PlannedCall> {
    const exchange = exchangeOf(http);
    const bytes = await readJsonBytes(http.raw, this.settings.bodyLimitBytes);
    const request = readRequest(endpoint, bytes, configHeader(http));
    exchange.request = request;
    const { id, snapshot } = exchange;
    return { exchange, request, plan: planRoute({ id, snapshot, environment: exchange.caller.environment }, request) };
  }
}

function configHeader(http: FastifyRequest): string | null {
  const value = http.headers['x-llmops-config'];
  return typeof value === 'string' && value !== '' ? value : null;
}
