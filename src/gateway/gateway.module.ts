import { Module } from '@nestjs/common';
import { ConfigsModule } from '../configs/configs.module.js';
import { ObservabilityModule } from '../observability/observability.module.js';
import { CallsUnderWay } from './admission/calls-under-way.js';
import { AttemptRunner } from './attempts/attempt-runner.js';
import { AudioLength } from './attempts/audio-length.js';
import { EnvironmentGuard } from './environment.guard.js';
import { ExplainController } from './explain.controller.js';
import { GatewayController } from './gateway.controller.js';
import { HealthController } from './health.controller.js';
import { InFlight } from './admission/in-flight.js';
import { ModelDirectory } from './model-directory.js';
import { UnknownUrlController } from './unknown-url.controller.js';
import { ModelsController } from './models.controller.js';
import { RootController } from './root.controller.js';
import { Heartbeats } from './reply/heartbeats.js';

/** Who → what → attempts → reply → record. */
@Module({
  imports: [ConfigsModule, ObservabilityModule],
  controllers: [
    GatewayController,
    ModelsController,
    UnknownUrlController,
    HealthController,
    RootController,
    ExplainController,
  ],
  providers: [AttemptRunner, AudioLength, CallsUnderWay, EnvironmentGuard, Heartbeats, InFlight, ModelDirectory],
  exports: [InFlight],
})
export class GatewayModule {}
