import type { Timeouts } from '../../configs/snapshot/config-snapshot.js';
import { ClientClosedError, CutByShutdownError, UpstreamError } from '../../core/errors.js';
import type { ReplyClosing } from '../exchange.js';

/** Patience by default: long enough for slow models, short enough that nothing hangs for ever. */
const DEFAULTS: Required<Timeouts> = {
  connectMs: 10_000,
  firstByteMs: 300_000,
  firstTokenMs: 300_000,
  idleMs: 120_000,
  totalMs: 1_800_000,
};

const PHASES = {
  connect: ['connectMs', 'The provider could not be connected to within'],
  'first-byte': ['firstByteMs', 'The provider did not begin to answer within'],
  'first-token': ['firstTokenMs', 'The provider sent no first token within'],
  idle: ['idleMs', 'The provider went silent in its answer for'],
} as const;

export type Phase = keyof typeof PHASES;

/**
 * The clocks of one attempt: one for the phase it is in, one for all of it, and the caller's own leaving, joined in one
 * signal. While nobody waits for the vendor (a slow caller holds the stream back) silence is not counted.
 */
export class Deadline {
  private readonly controller = new AbortController();
  private readonly limits: Required<Timeouts>;
  private phase: Phase = 'connect';
  private phaseTimer: NodeJS.Timeout;
  private readonly totalTimer: NodeJS.Timeout;
  private waiting = true;

  constructor(
    timeouts: Timeouts,
    private readonly closing: Pick<ReplyClosing, 'add' | 'remove' | 'aborted' | 'cutByShutdown'>,
  ) {
    this.limits = { ...DEFAULTS, ...timeouts };
    closing.add(this.onClose);
    this.phaseTimer = setTimeout(this.onPhaseOver, this.limits.connectMs);
    this.totalTimer = setTimeout(() => {
      this.expire('The provider did not finish its answer within', this.limits.totalMs);
    }, this.limits.totalMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  enter(phase: Phase): void {
    if (this.phase === phase) return;
    this.phase = phase;
    clearTimeout(this.phaseTimer);
    this.phaseTimer = setTimeout(this.onPhaseOver, this.limits[PHASES[phase][0]]);
  }

  /** The vendor is waited for from now on. */
  wait(): void {
    this.waiting = true;
    this.phaseTimer.refresh();
  }

  /** Something came; until the next `wait` the vendor owes nothing. */
  rest(): void {
    this.waiting = false;
  }

  /** Something came and more is awaited. */
  readonly progress = (): void => {
    this.phaseTimer.refresh();
  };

  /** The attempt has failed: what of it is still under way is closed. */
  abandon(): void {
    if (!this.controller.signal.aborted) this.controller.abort(new Error('the attempt has failed'));
  }

  /** The attempt is over: no timer and no listener is left behind. */
  end(): void {
    clearTimeout(this.phaseTimer);
    clearTimeout(this.totalTimer);
    this.closing.remove(this.onClose);
  }

  private readonly onClose = (): void => {
    if (this.closing.cutByShutdown) this.controller.abort(new CutByShutdownError());
    else if (this.closing.aborted) this.controller.abort(new ClientClosedError());
  };

  private readonly onPhaseOver = (): void => {
    if (!this.waiting) return;
    const [limit, message] = PHASES[this.phase];
    this.expire(message, this.limits[limit]);
  };

  private expire(message: string, limitMs: number): void {
    this.controller.abort(new UpstreamError({ kind: 'timeout', message: `${message} ${limitMs} ms.` }));
  }
}
