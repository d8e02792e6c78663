import { All, Controller, Inject, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CLOCK, type Clock } from '../core/clock.js';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { unknownUrl } from '../core/http/unknown-url.js';
import { LOG_SINK, type LogSink } from '../observability/log-sink.js';
import { EnvironmentGuard } from './environment.guard.js';
import { toLogRecord } from './recording/to-log-record.js';

/**
 * Every other path below the gateway's prefixes. The answer tells nothing that the documentation does not, so it needs
 * no secret; a call with a good one leaves its record. Nothing of a body is read.
 */
@ApiExcludeController()
@Controller([...GATEWAY_PREFIXES])
export class UnknownUrlController {
  constructor(
    private readonly guard: EnvironmentGuard,
    @Inject(LOG_SINK) private readonly sink: LogSink,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @All(['', '*'])
  refuse(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    const refusal = unknownUrl(request);
    const context = this.guard.identify(request, reply);
    if (context !== null) {
      const latencyMs = this.clock.monotonicMs() - context.startedMs;
      const outcome = { result: null, refusal, latencyMs, requestBody: null, responseBody: null };
      this.sink.append(toLogRecord(context, outcome));
    }
    throw refusal;
  }
}
