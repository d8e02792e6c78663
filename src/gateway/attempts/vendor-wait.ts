import type { AttemptInput } from './attempt.js';

type Waiting = Pick<AttemptInput, 'context' | 'request' | 'trace' | 'clock'>;

/** From now on the attempt has nothing to do but wait for its vendor. */
export function beginWait({ trace, clock }: Waiting): void {
  trace.waitingSinceMs ??= clock.monotonicMs();
}

/** The vendor was waited for until now. What is waited for after the reply began keeps nobody from its beginning. */
export function endWait({ context, request, trace, clock }: Waiting): void {
  if (trace.waitingSinceMs === null) return;
  if (request.begun === undefined) context.waitedMs += clock.monotonicMs() - trace.waitingSinceMs;
  trace.waitingSinceMs = null;
}
