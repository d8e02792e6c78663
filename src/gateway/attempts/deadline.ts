import { ClientClosedError, CutByShutdownError, UpstreamError } from '../../core/errors.js';
import type { TimeoutSettings } from '../../core/settings.js';
import { Cancellation } from '../../providers/transport/cancellation.js';
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
 *
 * Both ends are numbers, and one timer looks at them when it fires: it is set anew only where an end comes nearer. Two
 * timers that follow each phase cost five for a call, at 0.3 µs and 600 bytes each.
 */
export class Deadline {
  readonly signal = new Cancellation();
  private phase: Phase = 'connect';
  private phaseEndMs: number;
  private totalEndMs: number;
  private timer: NodeJS.Timeout;
  private timerEndMs: number;
  private waitsFor: 'vendor' | 'caller' | 'nobody' = 'vendor';
  private ended = false;

  /** @param remainingMs what is left of `limits.totalMs` after earlier attempts */
  constructor(
    private readonly limits: TimeoutSettings,
    remainingMs: number,
    private readonly closing: Pick<ReplyClosing, 'add' | 'remove' | 'aborted' | 'over' | 'cut' | 'cutByShutdown'>,
  ) {
    const nowMs = performance.now();
    this.phaseEndMs = nowMs + limits.connectMs;
    this.totalEndMs = nowMs + remainingMs;
    const firstMs = Math.min(limits.connectMs, remainingMs);
    this.timerEndMs = nowMs + firstMs;
    this.timer = setTimeout(this.onTimer, firstMs);
    closing.add(this.onClose);
  }

  enter(phase: Phase): void {
    if (this.phase === phase || this.ended) return;
    this.phase = phase;
    this.restartPhase();
  }

  /** The vendor is waited for from now on. */
  wait(): void {
    this.waitsFor = 'vendor';
    this.restartPhase();
  }

  /** Something came; until the next `wait` the vendor's silence is not counted. */
  rest(): void {
    this.waitsFor = 'nobody';
  }

  /** Bytes are with the caller, who has to read them before the total time is over. */
  awaitCaller(): void {
    this.waitsFor = 'caller';
    if (!this.signal.aborted || this.ended) return;
    const nowMs = performance.now();
    this.totalEndMs = nowMs + LAST_FRAME_MS;
    this.setTimer(nowMs);
  }

  /** Something came and more is awaited. */
  readonly progress = (): void => this.restartPhase();

  /** The attempt has failed: what of it is still under way is closed. */
  abandon(): void {
    this.signal.abort(new Error('the attempt has failed'));
  }

  /** All is over: no timer and no listener is left behind. */
  end(): void {
    this.ended = true;
    clearTimeout(this.timer);
    this.closing.remove(this.onClose);
  }

  private readonly onClose = (): void => {
    if (this.closing.cutByShutdown) this.signal.abort(new CutByShutdownError());
    else if (this.closing.aborted) this.signal.abort(new ClientClosedError());
    if (this.closing.over) this.end();
  };

  private restartPhase(): void {
    if (this.ended || this.signal.aborted) return;
    const nowMs = performance.now();
    this.phaseEndMs = nowMs + this.phaseLimitMs;
    if (this.phaseEndMs < this.timerEndMs) this.setTimer(nowMs);
  }

  private get phaseLimitMs(): number {
    return this.limits[PHASES[this.phase][0]];
  }

  /** For what ends first; while nobody waits for the vendor a phase lasts at least its whole limit. */
  private setTimer(nowMs: number): void {
    clearTimeout(this.timer);
    const phaseEndMs = this.waitsFor === 'vendor' ? this.phaseEndMs : nowMs + this.phaseLimitMs;
    this.timerEndMs = this.signal.aborted ? this.totalEndMs : Math.min(phaseEndMs, this.totalEndMs);
    this.timer = setTimeout(this.onTimer, Math.max(1, Math.ceil(this.timerEndMs - nowMs)));
  }

  private readonly onTimer = (): void => {
    const nowMs = performance.now();
    if (nowMs >= this.totalEndMs) {
      this.onTotalOver();
      return;
    }
    if (this.waitsFor === 'vendor' && nowMs >= this.phaseEndMs) this.expire(PHASES[this.phase][1], this.phaseLimitMs);
    // Who listens to the signal may have ended all of it.
    if (!this.ended) this.setTimer(nowMs);
  };

  private onTotalOver(): void {
    if (this.waitsFor !== 'caller') {
      this.expire('The provider did not finish its answer within', this.limits.totalMs);
      return;
    }
    this.signal.abort(
      new ClientClosedError(`The client did not read the reply within ${this.limits.totalMs} ms, and was cut off.`),
    );
    this.closing.cut();
  }

  private expire(message: string, limitMs: number): void {
    this.signal.abort(new UpstreamError({ kind: 'timeout', message: `${message} ${limitMs} ms.` }));
  }
}
