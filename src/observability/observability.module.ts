import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ARM_OUTCOMES } from '../core/arm-outcomes.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { ExperimentReader } from './experiments/experiment-reader.js';
import { FeedbackController } from './feedback/feedback.controller.js';
import { FeedbackService } from './feedback/feedback.service.js';
import { ownName } from './journal-directory.js';
import { ClickhouseShipper } from './clickhouse/clickhouse-shipper.js';
import { JOURNAL_HEALTH, joinHealth } from './journal-health.js';
import { LogJournal } from './log-journal.js';
import { LogShipper } from './log-shipper.js';
import { LOG_SINK } from './log-sink.js';
import { AllProcesses } from './metrics/all-processes.js';
import { CallMetrics } from './metrics/call-metrics.js';
import { MetricsRegistry } from './metrics/metrics-registry.js';
import { ExportService } from './request-logs/export.service.js';
import { LoggedArmOutcomes } from './request-logs/logged-arm-outcomes.js';
import { RequestLogsController } from './request-logs/request-logs.controller.js';
import { RequestLogsService } from './request-logs/request-logs.service.js';
import { ShadowCosts } from './shadow-costs.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageService } from './usage/usage.service.js';

const SEGMENT_BYTES = 16 * 1024 * 1024;
/** So that giving up a segment gives up a small part of a small journal. */
const SEGMENTS_AT_LEAST = 8;

/** Below the journal's own directory, so that who adopts that has this, too. */
const FOR_CLICKHOUSE = 'clickhouse';

function openJournal(settings: RuntimeSettings): LogJournal {
  const directory = join(settings.dataDir, 'journal', ownName());
  return new LogJournal({
    directory,
    copyDirectory: settings.clickhouseUrl === null ? null : join(directory, FOR_CLICKHOUSE),
    segmentBytes: Math.min(SEGMENT_BYTES, settings.journalMaxBytes / settings.workers / SEGMENTS_AT_LEAST),
    fsync: settings.logFsync,
  });
}

/** The request log: `LOG_SINK` takes records, `LogShipper` brings them to the database, the admin API reads them. Global, for rollouts, that know no log, ask for `ARM_OUTCOMES`. */
@Global()
@Module({
  controllers: [FeedbackController, RequestLogsController, UsageController],
  providers: [
    { provide: LogJournal, useFactory: openJournal, inject: [SETTINGS] },
    { provide: LOG_SINK, useExisting: LogJournal },
    { provide: JOURNAL_HEALTH, useFactory: joinHealth, inject: [LogShipper, ClickhouseShipper] },
    LogShipper,
    ClickhouseShipper,
    MetricsRegistry,
    CallMetrics,
    AllProcesses,
    ExperimentReader,
    FeedbackService,
    RequestLogsService,
    ShadowCosts,
    ExportService,
    { provide: ARM_OUTCOMES, useClass: LoggedArmOutcomes },
    UsageService,
  ],
  exports: [
    ARM_OUTCOMES,
    ExperimentReader,
    FeedbackService,
    LOG_SINK,
    JOURNAL_HEALTH,
    ClickhouseShipper,
    LogShipper,
    MetricsRegistry,
    CallMetrics,
    AllProcesses,
    ShadowCosts,
  ],
})
export class ObservabilityModule {}
