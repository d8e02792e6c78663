import { ClientClosedError, CutByShutdownError, UpstreamError } from '../../core/errors.js';
import type { TimeoutSettings } from '../../core/settings.js';
import type { ReplyClosing } from '../planning/request-context.js';

const PHASES = {
  connect: ['connectMs', 'The provider could not be connected to within'],
  'first-byte': ['firstByteMs', 'The provider did not begin to answer within'],
  'first-token': ['firstTokenMs', 'The provider sent no first token within'],
  idle: ['idleMs', 'The provider went silent in its answer for'],
} as const;

export type Phase = keyof typeof PHASES;

/** How long the last frame of a call whose time is over may take to reach its caller. */
const LAST_FRAME_MS = 5_000;

/**
 * The clocks of one attempt and of the reply that it becomes: one for the phase it is in, one for all of it, and the
 * caller's own leaving, joined in one signal. While nobody waits for the vendor (a slow caller holds the stream back)
 * silence is not counted, but the total time is: when it ends, a caller who does not read is cut off.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private phase: Phase = 'connect';
  private phaseTimer: NodeJS.Timeout;
  private totalTimer: NodeJS.Timeout;
  private waitsFor: 'vendor' | 'caller' | 'nobody' = 'vendor';
  private ended = false;

  /** @param remainingMs what is left of `limits.totalMs` after earlier attempts */
  constructor(
    private readonly limits: TimeoutSettings,
    remainingMs: number,
    private readonly closing: Pick<ReplyClosing, 'add' | 'remove' | 'aborted' | 'over' | 'cut' | 'cutByShutdown'>,
  ) {
    this.phaseTimer = setTimeout(this.onPhaseOver, limits.connectMs);
    this.totalTimer = setTimeout(this.onTotalOver, remainingMs);
    closing.add(this.onClose);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  enter(phase: Phase): void {
    if (this.phase === phase || this.ended) return;
    this.phase = phase;
    clearTimeout(this.phaseTimer);
    this.phaseTimer = setTimeout(this.onPhaseOver, this.limits[PHASES[phase][0]]);
  }

  /** The vendor is waited for from now on. */
  wait(): void {
    this.waitsFor = 'vendor';
    if (!this.ended) this.phaseTimer.refresh();
  }

  /** Something came; until the next `wait` the vendor's silence is not counted. */
  rest(): void {
    this.waitsFor = 'nobody';
  }

  /** Bytes are with the caller, who has to read them before the total time is over. */
  awaitCaller(): void {
    this.waitsFor = 'caller';
    if (!this.signal.aborted || this.ended) return;
    clearTimeout(this.totalTimer);
    this.totalTimer = setTimeout(this.onTotalOver, LAST_FRAME_MS);
  }

  /** Something came and more is awaited. */
  readonly progress = (): void => {
    if (!this.ended) this.phaseTimer.refresh();
  };

  /** The attempt has failed: what of it is still under way is closed. */
  abandon(): void {
    if (!this.signal.aborted) this.controller.abort(new Error('the attempt has failed'));
  }

  /** All is over: no timer and no listener is left behind. */
  readonly end = (): void => {
    this.ended = true;
    clearTimeout(this.phaseTimer);
    clearTimeout(this.totalTimer);
    this.closing.remove(this.onClose);
  };

  private readonly onClose = (): void => {
    if (!this.signal.aborted) {
      if (this.closing.cutByShutdown) this.controller.abort(new CutByShutdownError());
      else if (this.closing.aborted) this.controller.abort(new ClientClosedError());
    }
    if (this.closing.over) this.end();
  };

  private readonly onPhaseOver = (): void => {
    if (this.waitsFor !== 'vendor') return;
    const [limit, message] = PHASES[this.phase];
    this.expire(message, this.limits[limit]);
  };

  private readonly onTotalOver = (): void => {
    if (this.waitsFor !== 'caller') {
      this.expire('The provider did not finish its answer within', this.limits.totalMs);
      return;
    }
    if (!this.signal.aborted) {
      this.controller.abort(
        new ClientClosedError(`The client did not read the reply within ${this.limits.totalMs} ms, and was cut off.`),
      );
    }
    this.closing.cut();
  };

  private expire(message: string, limitMs: number): void {
    this.controller.abort(new UpstreamError({ kind: 'timeout', message: `${message} ${limitMs} ms.` }));
  }
}
