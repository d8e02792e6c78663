import { Global, Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { ADDRESS_GUARD, type AddressGuard } from '../core/address-guard.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { ProviderRegistry } from './provider-registry.js';
import type { ProviderStrategy } from './provider-strategy.js';
import { TRANSPORT, type Transport } from './transport/transport.js';
import { UndiciTransport } from './transport/undici-transport.js';

/** The list of vendors, and the transport that calls them. */
@Global()
@Module({
  providers: [
    {
      provide: TRANSPORT,
      useFactory: (guard: AddressGuard, settings: RuntimeSettings) => new UndiciTransport(guard, settings),
      inject: [ADDRESS_GUARD, SETTINGS],
    },
  ],
  exports: [TRANSPORT],
})
export class ProvidersModule implements OnApplicationShutdown {
  static forRoot(vendors?: readonly ProviderStrategy[]): DynamicModule {
    const registry = { provide: ProviderRegistry, useValue: new ProviderRegistry(vendors) };
    return { module: ProvidersModule, providers: [registry], exports: [registry] };
  }

  constructor(@Inject(TRANSPORT) private readonly transport: Transport) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.transport instanceof UndiciTransport) await this.transport.close();
  }
}
