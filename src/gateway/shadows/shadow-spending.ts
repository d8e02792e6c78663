import { Inject, Injectable, Logger } from '@nestjs/common';
import { type Clock, CLOCK } from '../../core/clock.js';
import { ShadowCosts } from '../../observability/shadow-costs.js';

/** How old what the log says may be for a copy to begin by it: other replicas spend meanwhile. */
const FRESH_MS = 5_000;
/** Of a log that cannot be read. Past that no copy begins. */
const USABLE_MS = 60_000;
/** Calls whose cost the log does not have yet. It is seconds behind, and past so many something is wrong with it. */
const MAX_UNLOGGED = 10_000;
const DAY_LENGTH = 'YYYY-MM-DD'.length;

/** One shadow's calls in this process, today. */
interface Calls {
  running: number;
  ended: number;
  /** Pico-USD of those that have ended. */
  cost: bigint;
  /** The part of it that the log does not have yet. */
  unlogged: bigint;
}

/** A call of a shadow that has ended. */
export interface SpentCall {
  readonly requestId: string;
  readonly startedAt: Date;
  /** Pico-USD; null where it is not known. */
  readonly cost: bigint | null;
}

/**
 * What shadows have cost on this day, in UTC, on all replicas: what the log has, and what this process knows of beyond that.
 * The log is read at most every five seconds, and only while there are copies to make.
 */
@Injectable()
export class ShadowSpending {
  private readonly logger = new Logger('shadow');
  private day = '';
  private logged: ReadonlyMap<string, bigint> = new Map();
  private lookedAtMs = -Infinity;
  private looking: Promise<void> | null = null;
  private readonly shadows = new Map<string, Calls>();
  private readonly unlogged = new Map<string, { readonly key: string; readonly cost: bigint }>();

  constructor(
    @Inject(ShadowCosts) private readonly costs: Pick<ShadowCosts, 'load'>,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Looks at the log where that was too long ago. @returns whether it is known what was spent */
  async look(): Promise<boolean> {
    this.beginDay();
    if (this.ageMs > FRESH_MS) {
      this.looking ??= this.load().finally(() => (this.looking = null));
      await this.looking;
    }
    return this.ageMs <= USABLE_MS && this.unlogged.size < MAX_UNLOGGED;
  }

  /**
   * Whether one more call may begin: what was spent, and what calls under way come to at the cost of those before, is below
   * the cap. After true, `end` is to be called once.
   */
  begin(key: string, maxDailyCost: bigint): boolean {
    this.beginDay();
    const calls = this.callsOf(key);
    const underWay = calls.ended === 0 ? 0n : (BigInt(calls.running) * calls.cost) / BigInt(calls.ended);
    if ((this.logged.get(key) ?? 0n) + calls.unlogged + underWay >= maxDailyCost) return false;
    calls.running++;
    return true;
  }

  /** @param call null where it left no record */
  end(key: string, call: SpentCall | null): void {
    this.beginDay();
    const calls = this.callsOf(key);
    calls.running = Math.max(0, calls.running - 1);
    if (call === null || call.cost === null || dayOf(call.startedAt) !== this.day) return;
    calls.ended++;
    calls.cost += call.cost;
    calls.unlogged += call.cost;
    this.unlogged.set(call.requestId, { key, cost: call.cost });
  }

  private get ageMs(): number {
    return this.clock.monotonicMs() - this.lookedAtMs;
  }

  private async load(): Promise<void> {
    const { day } = this;
    const startedMs = this.clock.monotonicMs();
    try {
      const { costs, logged } = await this.costs.load(new Date(`${day}T00:00:00Z`), [...this.unlogged.keys()]);
      if (day !== this.day) return;
      this.logged = costs;
      this.lookedAtMs = startedMs;
      for (const requestId of logged) this.forget(requestId);
    } catch (error) {
      const reason = error instanceof Error ? error.message : 'unknown error';
      this.logger.warn(`What shadows have cost today could not be read: ${reason}`);
    }
  }

  private forget(requestId: string): void {
    const call = this.unlogged.get(requestId);
    if (call === undefined) return;
    this.unlogged.delete(requestId);
    this.callsOf(call.key).unlogged -= call.cost;
  }

  private beginDay(): void {
    const day = dayOf(this.clock.now());
    if (day === this.day) return;
    this.day = day;
    this.logged = new Map();
    this.lookedAtMs = -Infinity;
    this.unlogged.clear();
    for (const [key, { running }] of this.shadows) {
      if (running === 0) this.shadows.delete(key);
      else this.shadows.set(key, { ...NONE, running });
    }
  }

  private callsOf(key: string): Calls {
    let calls = this.shadows.get(key);
    if (calls === undefined) {
      calls = { ...NONE };
      this.shadows.set(key, calls);
    }
    return calls;
  }
}

const NONE: Readonly<Calls> = { running: 0, ended: 0, cost: 0n, unlogged: 0n };

function dayOf(time: Date): string {
  return time.toISOString().slice(0, DAY_LENGTH);
}
