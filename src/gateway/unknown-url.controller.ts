import { All, Controller, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GATEWAY_PREFIXES } from '../core/http/routes.js';
import { unknownUrl } from '../core/http/unknown-url.js';
import { InFlight } from './admission/in-flight.js';
import { ContextOpener } from './environment.guard.js';
import { CallLog } from './recording/call-log.js';

/**
 * Every other path below the gateway's prefixes. The answer tells nothing that the documentation does not, so it needs
 * no secret; a call with a good one leaves its record. Nothing of a body is read.
 */
@ApiExcludeController()
@Controller([...GATEWAY_PREFIXES])
export class UnknownUrlController {
  constructor(
    private readonly contexts: ContextOpener,
    private readonly inFlight: InFlight,
    private readonly log: CallLog,
  ) {}

  @All(['', '*'])
  refuse(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): never {
    const refusal = unknownUrl(request);
    const context = this.contexts.open(request, reply);
    if (context !== null) {
      this.inFlight.enter(context.closing);
      this.log.append(context, { refusal });
    }
    throw refusal;
  }
}
