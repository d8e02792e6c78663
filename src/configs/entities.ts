import { Config } from './configs/config.entity.js';
import { EnvironmentSecretUse } from './environments/environment-secret-use.entity.js';
import { EnvironmentSecret } from './environments/environment-secret.entity.js';
import { Environment } from './environments/environment.entity.js';
import { ConfigHistory } from './history/config-history.entity.js';
import { Rollout } from './rollouts/rollout.entity.js';
import { RuleArm } from './targeting/rule-arm.entity.js';
import { RuleFallback } from './targeting/rule-fallback.entity.js';
import { TargetingRule } from './targeting/targeting-rule.entity.js';
import { VariantVersion } from './variants/variant-version.entity.js';
import { Variant } from './variants/variant.entity.js';

/** The tables of this module. */
export const CONFIG_ENTITIES = [
  Environment,
  EnvironmentSecret,
  EnvironmentSecretUse,
  Config,
  Variant,
  VariantVersion,
  TargetingRule,
  RuleArm,
  RuleFallback,
  ConfigHistory,
  Rollout,
];
