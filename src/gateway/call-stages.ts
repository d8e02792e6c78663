import { join } from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { receiveBody } from '../core/http/receive-body.js';
import { type RuntimeSettings, SETTINGS } from '../core/settings.js';
import { Admission } from './admission/admission.js';
import { AttemptRunner, type CallResult } from './attempts/attempt-runner.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import type { GatewayRequest } from './endpoints/gateway-request.js';
import { readForm } from './endpoints/read-form.js';
import { assertContentType, readFormRequest, readRequest } from './endpoints/read-request.js';
import { planRoute, readCallerLimits } from './planning/plan-route.js';
import { contextOf, type RequestContext } from './planning/request-context.js';
import type { PlannedCall } from './planning/route-plan.js';
import { CallLog } from './recording/call-log.js';
import type { OpenReply } from './reply/open-reply.js';
import { ReplyWriter } from './reply/reply-writer.js';
import { ShadowCalls } from './shadows/shadow-calls.js';

/**
 * All stages of a call whose caller is known: reply ← record ← attempts ← plan ← admission, and copies for shadows behind
 * them. They are plain calls and not Nest's guards and interceptors: each of those costs promises, and an Observable where
 * it is an interceptor, four of which were 0.22 of the CPU of a call and 0.37 of its allocations.
 */
@Injectable()
export class CallStages {
  constructor(
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
    private readonly admission: Admission,
    private readonly runner: AttemptRunner,
    private readonly log: CallLog,
    private readonly replies: ReplyWriter,
    private readonly shadows: ShadowCalls,
  ) {}

  answer(endpoint: EndpointSpec, http: FastifyRequest, open: OpenReply): Promise<void> {
    return this.replies.write(open, this.result(endpoint, http, open));
  }

  /** Whatever becomes of the call, it leaves its record. */
  private async result(endpoint: EndpointSpec, http: FastifyRequest, open: OpenReply): Promise<CallResult> {
    try {
      this.admission.admit(open.context);
      const request =
        endpoint.input === 'json'
          ? readRequest(endpoint, await receiveJson(http, this.settings), configHeader(http))
          : await readUpload(endpoint, http, this.settings);
      const call = plan(open.context, request);
      if (request.stream) this.replies.keepAlive(open);
      const result = await this.runner.run(call);
      // A caller's answer is all that most calls are for: nothing is looked at again where no shadow waits for it.
      if (call.plan.copies.length === 0) this.log.recordResult(open.context, result);
      else this.log.recordResult(open.context, result, (record) => this.shadows.follow(result, record));
      return result;
    } catch (error) {
      this.log.recordRefusal(http, error);
      throw error;
    }
  }
}

/** After the caller is known, and under the limit of its kind of body, as the upload below. */
async function receiveJson(http: FastifyRequest, { bodyLimitBytes }: RuntimeSettings): Promise<Buffer> {
  assertContentType(http.raw, 'application/json');
  const sinceMs = performance.now();
  try {
    // A route runs while Node parses the head. What came behind it in the same packet can be taken when that is done.
    await Promise.resolve();
    return await receiveBody(http.raw, bodyLimitBytes);
  } finally {
    contextOf(http).waitedMs += performance.now() - sinceMs;
  }
}

async function readUpload(
  endpoint: EndpointSpec,
  http: FastifyRequest,
  { dataDir, uploadLimitBytes }: RuntimeSettings,
): Promise<GatewayRequest> {
  const context = contextOf(http);
  const sinceMs = performance.now();
  const form = await readForm(http.raw, {
    limitBytes: uploadLimitBytes,
    directory: join(dataDir, 'uploads'),
  }).finally(() => (context.waitedMs += performance.now() - sinceMs));
  context.closing.add(() => void form.file.discard());
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
