import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { AuthenticationError, UnavailableError } from '../core/errors.js';
import { Refusals } from '../core/http/refusals.js';
import { ContextOpener, frontOf } from './context-opener.js';

/** Lets callers with a secret of an environment through, before a byte of the body is read. */
@Injectable()
export class EnvironmentGuard implements CanActivate {
  constructor(
    private readonly store: SnapshotStore,
    private readonly contexts: ContextOpener,
    private readonly refusals: Refusals,
  ) {}

  canActivate(execution: ExecutionContext): boolean | Promise<never> {
    const http = execution.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (this.store.current === null)
      throw new UnavailableError('The gateway has not loaded its configuration yet. Try again in a moment.');
    if (this.store.isTooOld)
      throw new UnavailableError('This replica of the gateway has not reached its database for too long. Try another.');
    if (this.contexts.open(request, http.getResponse<FastifyReply>()) !== null) return true;
    return this.refusals.note('environment secret', request).then(() => {
      throw unauthenticated(request);
    });
  }
}

function unauthenticated(request: FastifyRequest): AuthenticationError {
  const front = frontOf(request);
  return new AuthenticationError(
    !front.sendsSecret(request.headers)
      ? `You didn't provide a secret. Send an environment's secret in the header: ${front.secretHeader}.`
      : 'Incorrect secret provided. Use a secret of one of the environments of this gateway; an administrator can make one.',
  );
}
