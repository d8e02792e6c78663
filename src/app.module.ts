import { Module, type DynamicModule } from '@nestjs/common';
import { ConfigsModule } from './configs/configs.module.js';
import { SnapshotModule } from './configs/snapshot/snapshot.module.js';
import { CoreModule } from './core/core.module.js';
import type { RuntimeSettings } from './core/settings.js';
import type { EndpointSpec } from './gateway/endpoints/endpoint-spec.js';
import { ENDPOINT_SPECS } from './gateway/endpoints/index.js';
import { GatewayModule } from './gateway/gateway.module.js';
import { ObservabilityModule } from './observability/observability.module.js';
import { AccountsModule } from './providers/accounts/accounts.module.js';
import { CatalogModule } from './catalog/catalog.module.js';
import type { ModelRow } from './catalog/models.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';
import type { ProviderStrategy } from './providers/provider-strategy.js';
import { PricingModule } from './pricing/pricing.module.js';
import { SystemModule } from './system/system.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { ProvidersModule } from './providers/providers.module.js';

/** The lists that the application is built from; tests add entries to them. */
export interface AppLists {
  readonly vendors?: readonly ProviderStrategy[];
  readonly models?: readonly ModelRow[];
  readonly endpoints?: readonly EndpointSpec[];
  /** Where the dashboard was built to. */
  readonly dashboardDirectory?: string;
}

/** All modules, lowest layer first. */
@Module({})
export class AppModule {
  static forRoot(
    settings: RuntimeSettings,
    { vendors, models, endpoints = ENDPOINT_SPECS }: AppLists = {},
  ): DynamicModule {
    return {
      module: AppModule,
      imports: [
        CoreModule.forRoot(
          settings,
          endpoints.map(({ path }) => path),
        ),
        ProvidersModule.forRoot(vendors),
        AccountsModule,
        CatalogModule.forRoot(models),
        ObservabilityModule,
        ReconciliationModule,
        WebhooksModule,
        SnapshotModule,
        ConfigsModule,
        PricingModule,
        GatewayModule.forRoot(endpoints),
        SystemModule,
      ],
    };
  }
}
