import { Controller, HttpCode, HttpException, Post, Req, UseGuards } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { InvalidRequestError, NotFoundError, UnavailableError, type GatewayError } from '../core/errors.js';
import { fieldErrorsOf } from '../core/http/admin-errors.js';
import { AdminValidationPipe } from '../core/http/admin-validation.pipe.js';
import { fromDatabaseFailure } from '../core/http/database-failure.js';
import { toGatewayError } from '../core/http/openai-error.js';
import { receiveBody } from '../core/http/receive-body.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { FEEDBACK_EXAMPLE, FeedbackBody, FeedbackView } from '../observability/feedback/feedback.dto.js';
import { FeedbackService } from '../observability/feedback/feedback.service.js';
import { Admission } from './admission/admission.js';
import { ApiGiveFeedback } from './endpoints/documentation.js';
import { assertContentType, parseBody } from './endpoints/read-request.js';
import { EnvironmentGuard } from './environment.guard.js';
import { CurrentContext, type RequestContext } from './planning/request-context.js';
import { CallLog } from './recording/call-log.js';

const LIMIT_BYTES = 64 * 1024;

/** What callers say of answers that they got: of the requests of their own environment. */
@Controller([...GATEWAY_PREFIXES])
@UseGuards(EnvironmentGuard)
export class FeedbackController {
  private readonly validation = new AdminValidationPipe();

  constructor(
    private readonly feedback: FeedbackService,
    private readonly admission: Admission,
    private readonly log: CallLog,
  ) {}

  @Post('feedback')
  @HttpCode(200)
  @ApiGiveFeedback(FeedbackBody, FeedbackView, FEEDBACK_EXAMPLE)
  async give(@CurrentContext() context: RequestContext, @Req() http: FastifyRequest): Promise<FeedbackView> {
    try {
      this.admission.admit(context);
      const body = await this.read(http);
      const view = await this.feedback.give(body, { givenBy: 'caller', environmentId: context.caller.environment.id });
      this.log.append(context, {});
      return view;
    } catch (exception) {
      const refusal = toRefusal(exception, http);
      this.log.append(context, { refusal });
      throw refusal;
    }
  }

  private async read({ raw }: FastifyRequest): Promise<FeedbackBody> {
    assertContentType(raw, 'application/json');
    const json = parseBody(await receiveBody(raw, LIMIT_BYTES)).toObject();
    return (await this.validation.transform(json, { type: 'body', metatype: FeedbackBody })) as FeedbackBody;
  }
}

/** What the admin API would answer, as callers of the gateway read errors. */
function toRefusal(exception: unknown, http: FastifyRequest): GatewayError {
  const failure = exception instanceof HttpException ? exception : fromDatabaseFailure(exception);
  if (failure?.getStatus() === 503)
    return new UnavailableError('The log cannot be reached now. Try again in a moment.');
  if (failure?.getStatus() === 404) {
    const message =
      'There is no such request of this environment in the log. A record arrives a moment after its reply, and later where ' +
      'the database is away: then send the feedback again.';
    return new NotFoundError('request_not_found', message, 'requestId');
  }
  const [error] = failure === null ? [] : fieldErrorsOf(failure);
  if (error === undefined) return toGatewayError(exception, http);
  const status = failure?.getStatus() ?? 400;
  return new InvalidRequestError(`${error.detail}.`, error.pointer.slice(1) || null, undefined, status);
}
