import { hostname } from 'node:os';
import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { OPERATOR_EVENTS, type OperatorEvents } from '../core/operator-events.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { JOURNAL_HEALTH, type JournalHealth } from '../observability/journal-health.js';
import type { RequestLogRecord } from '../observability/log-record.js';
import { CallMetrics } from '../observability/metrics/call-metrics.js';

const EVERY_MS = 10_000;
const TELL_EVERY_MS = 600_000;
const DAY_MS = 24 * 3_600_000;
/** Enough to replace a secret without hurry. */
const WARN_DAYS = 7;
/** Models that callers may make up; past it nothing more is told before the next start. */
const MAX_MODELS = 1_000;

/** Notices what nobody is called for, and tells operators of it. */
@Injectable()
export class OperatorWatch implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | null = null;
  private readonly toldModels = new Set<string>();
  private readonly toldSecrets = new Set<string>();
  /** Since when the log is degraded, as it was first seen. */
  private degradedSince: Date | null = null;
  private isTold = false;

  constructor(
    @Inject(SnapshotStore) private readonly store: Pick<SnapshotStore, 'current'>,
    @Inject(JOURNAL_HEALTH) private readonly journal: Pick<JournalHealth, 'reasons'>,
    @Inject(OPERATOR_EVENTS) private readonly events: OperatorEvents,
    @Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'dataDir'>,
    @Inject(CallMetrics) calls: Pick<CallMetrics, 'onUnpriced'>,
  ) {
    calls.onUnpriced = (record) => this.noteUnpriced(record);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => this.look(new Date()), EVERY_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    if (this.timer !== null) clearInterval(this.timer);
  }

  private look(now: Date): void {
    this.lookAtLog(now);
    this.lookAtSecrets(now);
  }

  /** Told when it is seen twice: a database that restarts is nothing to be woken for. */
  private lookAtLog(now: Date): void {
    const { reasons } = this.journal;
    if (reasons.length === 0) {
      this.degradedSince = null;
      this.isTold = false;
    } else if (this.degradedSince === null) this.degradedSince = now;
    else if (!this.isTold) {
      this.isTold = true;
      const since = this.degradedSince.toISOString();
      const replica = hostname();
      // Its workers notice it each by itself, at about the same time.
      const when = Math.floor(this.degradedSince.getTime() / TELL_EVERY_MS);
      const key = `log.degraded:${replica}:${this.settings.dataDir}:${when}`;
      this.events.tell({ type: 'log.degraded', key, data: { replica, since, reasons: [...reasons] } });
    }
  }

  private lookAtSecrets(now: Date): void {
    const until = now.getTime() + WARN_DAYS * DAY_MS;
    for (const { id, name, environment, expiresAt } of this.store.current?.secrets.values() ?? []) {
      if (expiresAt === null || expiresAt > until || expiresAt <= now.getTime()) continue;
      const key = `secret.expiring:${id}:${expiresAt}`;
      if (this.toldSecrets.has(key)) continue;
      this.toldSecrets.add(key);
      const data = { environment: environment.slug, secretId: id, name, expiresAt: new Date(expiresAt).toISOString() };
      this.events.tell({ type: 'secret.expiring', key, data });
    }
  }

  private noteUnpriced({ provider, vendor, model, request_id }: RequestLogRecord): void {
    const key = `model.unpriced:${provider ?? ''}:${model ?? ''}`;
    if (this.toldModels.has(key) || this.toldModels.size >= MAX_MODELS) return;
    this.toldModels.add(key);
    this.events.tell({ type: 'model.unpriced', key, data: { provider, vendor, model, requestId: request_id } });
  }
}
