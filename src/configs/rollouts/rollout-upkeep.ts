import { setTimeout as delay } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { ARM_OUTCOMES, type ArmOutcomes, type ArmOutcomesReader } from '../../core/arm-outcomes.js';
import { CONFIG_CHANGED, type ConfigChanged } from '../../core/config-changed.js';
import { loadRevisionWithin } from '../../core/config-revision.js';
import { Variant } from '../variants/variant.entity.js';
import { decideRollout, needsOutcomes, nextLook } from './decide-rollout.js';
import { Rollout } from './rollout.entity.js';
import { RolloutsService } from './rollouts.service.js';

const EVERY_MS = 1_000;
const SHUTDOWN_MS = 3_000;
const LOG_EVERY_MS = 600_000;

/**
 * One replica takes what is due, and no other for as long as a look may take, the log's time limit included: where it
 * is killed meanwhile, another one looks after that.
 */
const TAKE_DUE = `
  UPDATE rollouts SET look_at = clock_timestamp() + interval '40 seconds'
  WHERE id = (
    SELECT id FROM rollouts WHERE look_at <= clock_timestamp() ORDER BY look_at LIMIT 1 FOR UPDATE SKIP LOCKED
  )
  RETURNING id`;

/** Only where nobody has taken it further meanwhile. */
const NOTE = `
  UPDATE rollouts SET look_at = $2, measured = coalesce($3, measured)
  WHERE id = $1 AND state = $4 AND step_revision IS NOT DISTINCT FROM $5`;

/** Looks after rollouts in every replica: takes those that are due a step further, or back. */
@Injectable()
export class RolloutUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Rollouts');
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private isStopping = false;
  private loggedAt = -Infinity;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(ARM_OUTCOMES) private readonly outcomes: ArmOutcomesReader,
    @Inject(CONFIG_CHANGED) private readonly configChanged: ConfigChanged,
    private readonly rollouts: RolloutsService,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  async onModuleDestroy(): Promise<void> {
    this.isStopping = true;
    if (this.timer) clearInterval(this.timer);
    // A database that does not answer must not hold the shutdown.
    await Promise.race([this.running, delay(SHUTDOWN_MS, undefined, { ref: false })]);
  }

  private run(): Promise<void> {
    this.running ??= this.lookAtDue().finally(() => (this.running = null));
    return this.running;
  }

  private async lookAtDue(): Promise<void> {
    try {
      while (!this.isStopping) {
        const [taken] = await this.dataSource.query<[{ id: string }[], number]>(TAKE_DUE);
        const [due] = taken;
        if (due === undefined) return;
        await this.look(due.id);
      }
    } catch (error) {
      this.warn('Rollouts cannot be looked at', error);
    }
  }

  private async look(id: string): Promise<void> {
    const { manager } = this.dataSource;
    const rollout = await manager.findOneBy(Rollout, { id });
    if (rollout === null) return;
    const began = performance.now();
    const outcomes = needsOutcomes(rollout) ? await this.loadOutcomes(rollout) : null;
    const lookMs = performance.now() - began;
    const { databaseMs } = await loadRevisionWithin(manager);
    const measured = outcomes && { ...outcomes, at: new Date(databaseMs).toISOString() };
    const { state, stepRevision } = rollout;
    await manager.query(NOTE, [id, nextLook(rollout, databaseMs, lookMs), measured, state, stepRevision]);
    const decision = decideRollout(rollout, outcomes, databaseMs);
    if (decision === null || !(await this.rollouts.follow(rollout, decision))) return;
    this.logger.log(`Rollout of rule ${rollout.ruleId}: ${decision.action}, ${decision.reason}`);
    await this.configChanged.refresh();
  }

  /** Null where the log cannot tell now: then nothing goes on. */
  private async loadOutcomes(rollout: Rollout): Promise<ArmOutcomes | null> {
    const { ruleId, variantId, version, stepRevision, stepStartedAt, guard } = rollout;
    const variant = await this.dataSource.manager.findOneBy(Variant, { id: variantId });
    if (variant === null || stepRevision === null || stepStartedAt === null) return null;
    const period = { sinceRevision: stepRevision, since: stepStartedAt, slowMs: guard?.maxP95Ms ?? null };
    try {
      return await this.outcomes.load({ ruleId, variantId, variantName: variant.name, version, ...period });
    } catch (error) {
      this.warn(`The rollout of rule ${ruleId} waits, for the log cannot be read`, error);
      return null;
    }
  }

  private warn(what: string, error: unknown): void {
    const now = performance.now();
    if (now - this.loggedAt < LOG_EVERY_MS) return;
    this.loggedAt = now;
    this.logger.warn(`${what}: ${error instanceof Error ? error.message : 'error'}`);
  }
}
