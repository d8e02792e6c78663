import { join } from 'node:path';
import { Controller, HttpCode, Inject, Post, Req, Res, UseGuards, UseInterceptors } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Endpoint } from '../core/endpoints.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { AdmissionInterceptor } from './admission/admission.interceptor.js';
import { RetryInterceptor } from './attempts/retry.interceptor.js';
import { EnvironmentGuard } from './environment.guard.js';
import { ApiChatCompletions } from './endpoints/documentation.js';
import {
  ApiCompletions,
  ApiEmbeddings,
  ApiImages,
  ApiSpeech,
  ApiTranscriptions,
} from './endpoints/documentation-endpoints.js';
import { contextOf } from './planning/request-context.js';
import { readCallerLimits } from './planning/caller-limits.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { planRoute } from './planning/plan-route.js';
import { readJsonBytes } from './endpoints/read-body.js';
import { readForm } from './endpoints/read-form.js';
import { readFormRequest, readRequest } from './endpoints/read-request.js';
import type { PlannedCall } from './planning/route-plan.js';
import { LoggingInterceptor } from './recording/logging.interceptor.js';
import { ReplyInterceptor } from './reply/reply.interceptor.js';

/**
 * OpenAI's routes. A handler does no upstream I/O: it returns a value that says everything and has sent nothing.
 * `@Res()` tells Nest that the answer is not its to send: the ReplyInterceptor writes it.
 */
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
@UseInterceptors(ReplyInterceptor, LoggingInterceptor, AdmissionInterceptor, RetryInterceptor)
export class GatewayController {
  constructor(@Inject(SETTINGS) private readonly settings: RuntimeSettings) {}

  @Post('chat/completions')
  @HttpCode(200)
  @ApiChatCompletions()
  chatCompletions(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planJson('chat/completions', http);
  }

  @Post('completions')
  @HttpCode(200)
  @ApiCompletions()
  completions(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planJson('completions', http);
  }

  @Post('embeddings')
  @HttpCode(200)
  @ApiEmbeddings()
  embeddings(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planJson('embeddings', http);
  }

  @Post('images/generations')
  @HttpCode(200)
  @ApiImages()
  images(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planJson('images/generations', http);
  }

  @Post('audio/speech')
  @HttpCode(200)
  @ApiSpeech()
  speech(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planJson('audio/speech', http);
  }

  @Post('audio/transcriptions')
  @HttpCode(200)
  @ApiTranscriptions()
  transcriptions(@Req() http: FastifyRequest, @Res() _reply: FastifyReply): Promise<PlannedCall> {
    return this.planForm('audio/transcriptions', http);
  }

  private async planJson(endpoint: Endpoint, http: FastifyRequest): Promise<PlannedCall> {
    const bytes = await readJsonBytes(http.raw, this.settings.bodyLimitBytes);
    return plan(http, readRequest(endpoint, bytes, configHeader(http)));
  }

  private async planForm(endpoint: Endpoint, http: FastifyRequest): Promise<PlannedCall> {
    const context = contextOf(http);
    const directory = join(this.settings.dataDir, 'uploads');
    const form = await readForm(http.raw, { limitBytes: this.settings.uploadLimitBytes, directory });
    context.closing.add(() => void form.file.discard());
    return plan(http, readFormRequest(endpoint, form, configHeader(http)));
  }
}

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
