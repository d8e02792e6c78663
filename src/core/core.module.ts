import { Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ADDRESS_GUARD, createAddressGuard } from './address-guard.js';
import { CLOCK, systemClock } from './clock.js';
import { dataSourceOptions } from './database.js';
import { DatabaseOpening } from './database-opening.js';
import { SERVED_PATHS } from './endpoints.js';
import { AdminToken } from './http/admin-token.js';
import { Refusals } from './http/refusals.js';
import { AdminSessions } from './http/session/admin-session.js';
import { SessionController } from './http/session/session.controller.js';
import { createSecretBox, SECRET_BOX } from './secret-box.js';
import { SETTINGS, type RuntimeSettings } from './settings.js';

/** Global: what every module may inject. */
@Module({})
export class CoreModule {
  static forRoot(settings: RuntimeSettings, servedPaths: readonly string[]): DynamicModule {
    const providers = [
      { provide: SETTINGS, useValue: settings },
      { provide: SERVED_PATHS, useValue: servedPaths },
      { provide: CLOCK, useValue: systemClock },
      { provide: SECRET_BOX, useValue: createSecretBox(settings.encryptionKeys) },
      { provide: ADDRESS_GUARD, useValue: createAddressGuard(settings.upstreamAllow) },
    ];
    return {
      module: CoreModule,
      global: true,
      imports: [
        TypeOrmModule.forRoot({
          ...dataSourceOptions(settings.databaseUrl),
          autoLoadEntities: true,
          retryAttempts: 0,
          manualInitialization: true,
        }),
      ],
      controllers: [SessionController],
      providers: [...providers, Refusals, AdminToken, AdminSessions, DatabaseOpening],
      exports: [...providers.map(({ provide }) => provide), Refusals, AdminToken, AdminSessions],
    };
  }
}
