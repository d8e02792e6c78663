import { Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { ADDRESS_GUARD, type AddressGuard } from '../core/address-guard.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { ProviderRegistry } from './provider-registry.js';
import { TRANSPORT, type Transport } from './transport/transport.js';
import { UndiciTransport } from './transport/undici-transport.js';

/** Vendors and the way to them. */
@Global()
@Module({
  providers: [
    { provide: ProviderRegistry, useFactory: () => new ProviderRegistry() },
    {
      provide: TRANSPORT,
      useFactory: (guard: AddressGuard, settings: RuntimeSettings) => new UndiciTransport(guard, settings),
      inject: [ADDRESS_GUARD, SETTINGS],
    },
  ],
  exports: [ProviderRegistry, TRANSPORT],
})
export class ProvidersModule implements OnApplicationShutdown {
  constructor(@Inject(TRANSPORT) private readonly transport: Transport) {}

  async onApplicationShutdown(): Promise<void> {
    if (this.transport instanceof UndiciTransport) await this.transport.close();
  }
}
