import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigsModule } from '../configs/configs.module.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { CallStages } from './call-stages.js';
import { AttemptRunner } from './attempts/attempt-runner.js';
import { AudioLength } from './attempts/audio-length.js';
import { ShareBreakers } from './attempts/share-breakers.js';
import { TargetHealth } from './attempts/target-health.js';
import { CallerCheck, ContextOpener, EnvironmentGuard } from './environment.guard.js';
import type { EndpointSpec } from './endpoints/endpoint-spec.js';
import { ExplainController } from './explain.controller.js';
import { FeedbackController } from './feedback.controller.js';
import { gatewayController } from './gateway.controller.js';
import { playgroundController } from './playground.controller.js';
import { ProviderHealthController } from './provider-health.controller.js';
import { HealthController } from './health.controller.js';
import { Admission } from './admission/admission.js';
import { InFlight } from './admission/in-flight.js';
import { MetricsController } from './metrics.controller.js';
import { OperatorWatch } from './operator-watch.js';
import { ModelDirectory } from './model-directory.js';
import { UnknownUrlController } from './unknown-url.controller.js';
import { ModelsController } from './models.controller.js';
import { RootController } from './root.controller.js';
import { CallLog } from './recording/call-log.js';
import { TokenCounter } from './recording/token-counter.js';
import { CallSpans } from './recording/call-spans.js';
import { UsageEstimator } from './recording/usage-estimator.js';
import { Heartbeats, ReplyWriter } from './reply/reply-writer.js';
import { ShadowCalls } from './shadows/shadow-calls.js';
import { ShadowSpending } from './shadows/shadow-spending.js';
import { StateMetrics } from './state-metrics.js';
import { Tracing } from './tracing/tracing.js';

/** Who → what → may it → attempts → reply → record. */
@Module({
  imports: [ConfigsModule, ObservabilityModule],
  providers: [
    Admission,
    AttemptRunner,
    AudioLength,
    CallerCheck,
    CallLog,
    CallStages,
    ContextOpener,
    EnvironmentGuard,
    CallSpans,
    Heartbeats,
    InFlight,
    ModelDirectory,
    OperatorWatch,
    ReplyWriter,
    ShadowCalls,
    ShadowSpending,
    ShareBreakers,
    StateMetrics,
    TargetHealth,
    TokenCounter,
    Tracing,
    UsageEstimator,
  ],
  exports: [InFlight],
})
export class GatewayModule {
  static forRoot(endpoints: readonly EndpointSpec[]): DynamicModule {
    return {
      module: GatewayModule,
      controllers: [
        ...endpoints.map(gatewayController),
        ...endpoints.map(playgroundController),
        FeedbackController,
        ModelsController,
        UnknownUrlController,
        HealthController,
        MetricsController,
        RootController,
        ExplainController,
        ProviderHealthController,
      ],
    };
  }
}
