import { setTimeout as delay } from 'node:timers/promises';
import { UpstreamError } from '../../../core/errors.js';
import { bodyOf } from '../../transport/body-of.js';
import type { UpstreamResponse } from '../../transport/transport.js';
import { SandboxError, type Answer } from './answer.js';

/** What a rehearsal model does to an answer that would otherwise be good. */
export type Rehearsal = 'plain' | 'slow' | 'rate-limited' | 'failing' | 'cut' | 'stalled';

const FIRST_TOKEN_MS = 2_000;
const NEXT_TOKEN_MS = 200;

/**
 * Gives the answer as the rehearsal wants it: at once, slowly, not at all. Waits end with the signal.
 * @throws the signal's reason
 */
export async function rehearse(answer: Answer, rehearsal: Rehearsal, signal: AbortSignal): Promise<UpstreamResponse> {
  const { status, headers, pieces, streamed } = play(answer, rehearsal);
  if (!streamed && rehearsal === 'slow') await pause(FIRST_TOKEN_MS, signal);
  if (!streamed && rehearsal === 'stalled') await forever(signal);
  return { status, headers, body: bodyOf(piecesAs(rehearsal, pieces, streamed, signal)) };
}

/** Refusals come before the first byte of an answer. */
function play(answer: Answer, rehearsal: Rehearsal): Answer {
  if (rehearsal === 'rate-limited') return RATE_LIMITED.toAnswer();
  return rehearsal === 'failing' ? FAILING.toAnswer() : answer;
}

const RATE_LIMITED = new SandboxError(
  429,
  'rate_limit_exceeded',
  'Rate limit reached, as this model always says. Please try again in 1s.',
  null,
  'requests',
  { 'retry-after': '1' },
);

const FAILING = new SandboxError(500, null, 'The server had an error, as this model always has.', null, 'server_error');

async function* piecesAs(
  rehearsal: Rehearsal,
  pieces: readonly Buffer[],
  streamed: boolean,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const kept = rehearsal === 'cut' ? firstHalf(pieces, streamed) : pieces;
  for (const [index, piece] of kept.entries()) {
    if (streamed && rehearsal === 'slow') await pause(index === 0 ? FIRST_TOKEN_MS : NEXT_TOKEN_MS, signal);
    if (streamed && rehearsal === 'stalled' && index > 0) await forever(signal);
    signal.throwIfAborted();
    yield piece;
  }
  if (rehearsal === 'cut' && !streamed) {
    throw new UpstreamError({
      kind: 'stream-broken',
      message: '[sandbox] The connection was cut, as this model does.',
    });
  }
}

/** Some frames and then the end, or half of a whole reply. */
function firstHalf(pieces: readonly Buffer[], streamed: boolean): readonly Buffer[] {
  if (streamed) return pieces.slice(0, Math.ceil(pieces.length / 2));
  return pieces.map((piece) => piece.subarray(0, Math.floor(piece.length / 2)));
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

function forever(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const stop = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
