import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ACCOUNT_ENTITIES } from './account-rows.js';
import { ProviderConfigsController } from './provider-configs.controller.js';
import { ProviderConfigsService } from './provider-configs.service.js';
import { ProviderTestService } from './provider-test.service.js';

/** The admin API of provider configurations. */
@Module({
  imports: [TypeOrmModule.forFeature(ACCOUNT_ENTITIES)],
  controllers: [ProviderConfigsController],
  providers: [ProviderConfigsService, ProviderTestService],
})
export class AccountsModule {}
