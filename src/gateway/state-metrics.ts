import { Inject, Injectable } from '@nestjs/common';
import { PROPAGATION_BOUNDS, SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { Refusals } from '../core/http/refusals.js';
import { ClickhouseShipper } from '../observability/clickhouse/clickhouse-shipper.js';
import { JOURNAL_HEALTH, type JournalHealth } from '../observability/journal-health.js';
import { CallMetrics } from '../observability/metrics/call-metrics.js';
import { MetricsRegistry, type Reading } from '../observability/metrics/metrics-registry.js';
import { Admission } from './admission/admission.js';
import type { BreakerState } from './attempts/breaker.js';
import { TargetHealth } from './attempts/target-health.js';
import { ReplyWriter } from './reply/reply-writer.js';

const BREAKER_STATES: readonly BreakerState['state'][] = ['closed', 'half-open', 'open'];

/** How the gateway is, beside what its calls come to: read at a scrape from whoever knows it. */
@Injectable()
export class StateMetrics {
  constructor(
    private readonly registry: MetricsRegistry,
    private readonly calls: CallMetrics,
    private readonly admission: Admission,
    private readonly replies: ReplyWriter,
    private readonly targets: TargetHealth,
    private readonly store: SnapshotStore,
    private readonly refusals: Refusals,
    @Inject(JOURNAL_HEALTH) private readonly journal: JournalHealth,
    private readonly clickhouse: ClickhouseShipper,
  ) {
    this.describeTraffic();
    this.describeSnapshot();
    this.describeJournal();
    if (clickhouse.isOn) this.describeClickhouse();
  }

  private describeTraffic(): void {
    const { registry } = this;
    registry.gauge({ name: 'llmops_open_calls', help: 'Calls under way.' }, 'sum', () => [
      { value: this.admission.openCalls },
    ]);
    registry.gauge({ name: 'llmops_open_streams', help: 'Streamed replies under way.' }, 'sum', () => [
      { value: this.replies.openStreams },
    ]);
    registry.gauge(
      {
        name: 'llmops_breaker_state',
        help: 'Processes of this replica in which the breaker of a model is in this state.',
        labels: ['provider', 'model', 'state'],
      },
      'sum',
      () => this.readBreakers(),
    );
    registry.counter(
      {
        name: 'llmops_refused_credentials_total',
        help: 'Requests without a valid secret, admin token or session. They leave no record.',
        labels: ['credential'],
      },
      () => [...this.refusals.counts].map(([credential, value]) => ({ labels: { credential }, value })),
    );
  }

  private describeSnapshot(): void {
    const { registry, store } = this;
    registry.gauge(
      { name: 'llmops_snapshot_revision', help: 'Revision of the configuration that is served.' },
      'min',
      () => (store.current === null ? [] : [{ value: Number(store.current.revision) }]),
    );
    registry.gauge(
      {
        name: 'llmops_snapshot_age_seconds',
        help: 'Since the configuration that is served was last known to be current.',
      },
      'max',
      () => (store.current === null ? [] : [{ value: store.ageMs / 1_000 }]),
    );
    registry.histogram(
      {
        name: 'llmops_config_propagation_seconds',
        help: 'From a change of the configuration until it is served here.',
      },
      PROPAGATION_BOUNDS,
      () => [{ value: store.propagation }],
    );
  }

  private describeJournal(): void {
    const { registry, journal } = this;
    registry.gauge(
      { name: 'llmops_journal_bytes', help: 'Of the log, on disk and not yet in the database.' },
      'sum',
      () => [{ value: journal.backlogBytes }],
    );
    registry.gauge(
      {
        name: 'llmops_journal_oldest_record_seconds',
        help: 'How long the oldest record has waited that the database has not taken; 0 while all arrive.',
      },
      'max',
      () => [{ value: journal.oldestWaitingMs / 1_000 }],
    );
    registry.counter(
      {
        name: 'llmops_log_records_lost_total',
        help: 'Records that the disk refused, the journal had no place for or whose files vanished.',
      },
      () => [{ value: journal.droppedRecords }],
    );
  }

  private describeClickhouse(): void {
    const { registry, clickhouse } = this;
    registry.gauge(
      { name: 'llmops_clickhouse_journal_bytes', help: 'Of the log, on disk and not yet in ClickHouse.' },
      'sum',
      () => [{ value: clickhouse.backlogBytes }],
    );
    registry.gauge(
      {
        name: 'llmops_clickhouse_journal_oldest_record_seconds',
        help: 'How long the oldest record has waited that ClickHouse has not taken; 0 while all arrive.',
      },
      'max',
      () => [{ value: clickhouse.oldestWaitingMs / 1_000 }],
    );
    registry.counter(
      {
        name: 'llmops_clickhouse_log_records_lost_total',
        help: 'Records that will not reach ClickHouse: the journal had no place for them, or could not be kept for it.',
      },
      () => [{ value: clickhouse.lostRecords }],
    );
  }

  /** Of the models that are labels: the others are names that callers made up and no vendor answers to. */
  private *readBreakers(): Generator<Reading<number>> {
    for (const { slug, connection } of this.store.current?.accountsBySlug.values() ?? []) {
      if (connection === null) continue;
      for (const [model, current] of this.targets.breakersOf(connection)) {
        if (!this.calls.models.has(slug, model)) continue;
        for (const state of BREAKER_STATES) {
          yield { labels: { provider: slug, model, state }, value: state === current ? 1 : 0 };
        }
      }
    }
  }
}
