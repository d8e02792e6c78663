import { join } from 'node:path';
import { Controller, HttpCode, Inject, Post, Req, Res, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFormRequest, readRequest, assertContentType } from './endpoints/read-request.js';
import { receiveBody } from '../core/http/receive-body.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { type RuntimeSettings, SETTINGS } from '../core/settings.js';
import { Admission } from './admission/admission.js';
import { AttemptRunner, type CallResult } from './attempts/attempt-runner.js';
import { ApiEndpoint } from './endpoints/documentation.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { readForm } from './endpoints/read-form.js';
import { CallerCheck } from './environment.guard.js';
import { planRoute, readCallerLimits } from './planning/plan-route.js';
import { contextOf, type RequestContext } from './planning/request-context.js';
import type { PlannedCall } from './planning/route-plan.js';
import { CallLog } from './recording/call-log.js';
import { OpenReply } from './reply/open-reply.js';
import { ReplyWriter } from './reply/reply-writer.js';

/**
 * The route of one endpoint, whose handler runs all stages of a call: reply ← record ← attempts ← plan ← admission.
 * They are plain calls and not Nest's guards and interceptors: each of those costs promises, and an Observable where it is
 * an interceptor, four of which were 0.22 of the CPU of a call and 0.37 of its allocations. `@Res()` tells Nest that the
 * answer is not its to send.
 */
export function gatewayController(endpoint: EndpointSpec): Type<unknown> {
  @Controller([...GATEWAY_PREFIXES])
  class GatewayController {
    constructor(
      @Inject(SETTINGS) private readonly settings: RuntimeSettings,
      private readonly callers: CallerCheck,
      private readonly admission: Admission,
      private readonly runner: AttemptRunner,
      private readonly log: CallLog,
      private readonly replies: ReplyWriter,
    ) {}

    @Post(endpoint.path)
    @HttpCode(200)
    @RouteConfig({ endpoint, errorFormat: endpoint.front })
    @ApiEndpoint(endpoint)
    call(@Req() http: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
      const context = this.callers.open(http, reply);
      if (context === null) return this.callers.refuse(http);
      const open = new OpenReply(reply, context);
      return this.replies.write(open, this.result(http, open));
    }

    /** Whatever becomes of the call, it leaves its record. */
    private async result(http: FastifyRequest, open: OpenReply): Promise<CallResult> {
      try {
        this.admission.admit(open.context);
        const request =
          endpoint.input === 'json'
            ? readRequest(endpoint, await receiveJson(http, this.settings), configHeader(http))
            : await readUpload(endpoint, http, this.settings);
        const call = plan(open.context, request);
        if (request.stream) this.replies.keepAlive(open);
        const result = await this.runner.run(call);
        this.log.recordResult(open.context, result);
        return result;
      } catch (error) {
        this.log.recordRefusal(http, error);
        throw error;
      }
    }
  }
  return GatewayController;
}

/** After the caller is known, and under the limit of its kind of body, as the upload below. */
async function receiveJson({ raw }: FastifyRequest, { bodyLimitBytes }: RuntimeSettings): Promise<Buffer> {
  assertContentType(raw, 'application/json');
  // A route runs while Node parses the head. What came behind it in the same packet can be taken when that is done.
  await Promise.resolve();
  return receiveBody(raw, bodyLimitBytes);
}

async function readUpload(
  endpoint: EndpointSpec,
  http: FastifyRequest,
  { dataDir, uploadLimitBytes }: RuntimeSettings,
): Promise<GatewayRequest> {
  const form = await readForm(http.raw, { limitBytes: uploadLimitBytes, directory: join(dataDir, 'uploads') });
  contextOf(http).closing.add(() => void form.file.discard());
  return readFormRequest(endpoint, form, configHeader(http));
}

/** Where the call goes: everything that it will do, as a value that has sent nothing. */
function plan(context: RequestContext, request: GatewayRequest): PlannedCall {
  context.request = request;
  const { id, snapshot, caller, headers } = context;
  const plan = planRoute({ id, snapshot, environment: caller.environment, headers }, request);
  context.plan = plan;
  return { context, request, plan, limits: readCallerLimits(context.headers) };
}

function configHeader(http: FastifyRequest): string | null {
  const value = http.headers['x-llmops-config'];
  return typeof value === 'string' && value !== '' ? value : null;
}
