import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ACCOUNT_USES } from '../providers/accounts/account-uses.js';
import { ConfigsController } from './configs/configs.controller.js';
import { ConfigsService } from './configs/configs.service.js';
import { EnvironmentSecretsService } from './environments/environment-secrets.service.js';
import { EnvironmentsController } from './environments/environments.controller.js';
import { EnvironmentsService } from './environments/environments.service.js';
import { ExperimentsController } from './experiments/experiments.controller.js';
import { ExperimentsService } from './experiments/experiments.service.js';
import { ConfigHistoryController } from './history/config-history.controller.js';
import { ConfigHistoryService } from './history/config-history.service.js';
import { CONFIG_ENTITIES } from './entities.js';
import { SecretUses } from './environments/secret-uses.js';
import { RolloutUpkeep } from './rollouts/rollout-upkeep.js';
import { RolloutListController, RolloutsController } from './rollouts/rollouts.controller.js';
import { RolloutsService } from './rollouts/rollouts.service.js';
import { RuleTargetsController } from './targeting/rule-targets.controller.js';
import { TargetingRulesController } from './targeting/targeting-rules.controller.js';
import { TargetingRulesService } from './targeting/targeting-rules.service.js';
import { VariantsController } from './variants/variants.controller.js';
import { VariantsService } from './variants/variants.service.js';
import { VersionsService } from './variants/versions.service.js';

/** The admin API of what is configured. Global, for the accounts, a layer below, inject some of its services. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature(CONFIG_ENTITIES)],
  controllers: [
    EnvironmentsController,
    ConfigsController,
    VariantsController,
    TargetingRulesController,
    RuleTargetsController,
    RolloutListController,
    RolloutsController,
    ConfigHistoryController,
    ExperimentsController,
  ],
  providers: [
    EnvironmentsService,
    EnvironmentSecretsService,
    ConfigsService,
    VariantsService,
    VersionsService,
    TargetingRulesService,
    ConfigHistoryService,
    ExperimentsService,
    RolloutsService,
    RolloutUpkeep,
    SecretUses,
    { provide: ACCOUNT_USES, useExisting: VersionsService },
  ],
  exports: [ACCOUNT_USES, SecretUses, TargetingRulesService],
})
export class ConfigsModule {}
