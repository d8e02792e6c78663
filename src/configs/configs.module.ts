import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { Config } from './configs/config.entity.js';
import { ConfigsController } from './configs/configs.controller.js';
import { ConfigsService } from './configs/configs.service.js';
import { EnvironmentSecretUse } from './environments/environment-secret-use.entity.js';
import { EnvironmentSecret } from './environments/environment-secret.entity.js';
import { EnvironmentSecretsService } from './environments/environment-secrets.service.js';
import { Environment } from './environments/environment.entity.js';
import { EnvironmentsController } from './environments/environments.controller.js';
import { EnvironmentsService } from './environments/environments.service.js';
import { SecretUses } from './environments/secret-uses.js';
import { RuleArm } from './targeting/rule-arm.entity.js';
import { RuleFallback } from './targeting/rule-fallback.entity.js';
import { TargetingRule } from './targeting/targeting-rule.entity.js';
import { TargetingRulesController } from './targeting/targeting-rules.controller.js';
import { TargetingRulesService } from './targeting/targeting-rules.service.js';
import { VariantVersion } from './variants/variant-version.entity.js';
import { Variant } from './variants/variant.entity.js';
import { VariantsController } from './variants/variants.controller.js';
import { VariantsService } from './variants/variants.service.js';
import { VersionsService } from './variants/versions.service.js';

const ENTITIES = [
  Environment,
  EnvironmentSecret,
  EnvironmentSecretUse,
  Config,
  Variant,
  VariantVersion,
  TargetingRule,
  RuleArm,
  RuleFallback,
];

@Module({
  imports: [TypeOrmModule.forFeature(ENTITIES)],
  controllers: [EnvironmentsController, ConfigsController, VariantsController, TargetingRulesController],
  providers: [
    EnvironmentsService,
    EnvironmentSecretsService,
    ConfigsService,
    VariantsService,
    VersionsService,
    TargetingRulesService,
    SecretUses,
  ],
  exports: [SecretUses, TargetingRulesService],
})
export class ConfigsModule {}
