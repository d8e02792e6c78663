import { randomUUID } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { DEMO_IDS } from '../core/demo.js';
import { Config } from './configs/config.entity.js';
import { EnvironmentSecret } from './environments/environment-secret.entity.js';
import { Environment } from './environments/environment.entity.js';
import { hashSecretToken, hintOf } from './environments/secret-token.js';
import { ConfigHistory } from './history/config-history.entity.js';
import { diffRules } from './history/diff-rules.js';
import { keyOf, loadRuleStates } from './history/rule-state.js';
import { RuleArm } from './targeting/rule-arm.entity.js';
import { TargetingRule } from './targeting/targeting-rule.entity.js';
import { VariantVersion } from './variants/variant-version.entity.js';
import { Variant } from './variants/variant.entity.js';

const ENVIRONMENTS = [
  { id: DEMO_IDS.environments.production, name: 'Production', slug: 'production', isProduction: true },
  { id: DEMO_IDS.environments.staging, name: 'Staging', slug: 'staging', isProduction: false },
  { id: DEMO_IDS.environments.development, name: 'Development', slug: 'development', isProduction: false },
] as const;

const FIRST_SECRET = 'First start';
const FIRST_START = 'first start';

const DEMO = {
  config: { name: 'Demo', slug: 'demo' },
  variant: 'Demo on the sandbox',
  model: 'sandbox-1',
  systemPrompt: 'You answer {{ input.audience | default: "developers" }} briefly.',
};

/** Whether anybody ever configured anything. */
export async function isConfigured(manager: EntityManager): Promise<boolean> {
  return (await manager.exists(Environment)) || (await manager.exists(Config));
}

/** Inserts the environments; production gets this secret. */
export async function insertFirstEnvironments(manager: EntityManager, secret: string): Promise<void> {
  await manager.insert(Environment, [...ENVIRONMENTS]);
  await manager.insert(EnvironmentSecret, {
    id: randomUUID(),
    environmentId: DEMO_IDS.environments.production,
    name: FIRST_SECRET,
    hash: hashSecretToken(secret),
    hint: hintOf(secret),
  });
}

/** A config that every environment serves with one variant: a model of the demo's provider, which must be there. */
export async function insertDemo(manager: EntityManager): Promise<void> {
  const { config: configId, variant: variantId, provider: providerId } = DEMO_IDS;
  await manager.insert(Config, { id: configId, ...DEMO.config });
  await manager.insert(Variant, { id: variantId, name: DEMO.variant });
  const { model, systemPrompt } = DEMO;
  await manager.insert(VariantVersion, { id: randomUUID(), variantId, version: 1, providerId, model, systemPrompt });
  for (const { id: environmentId, slug } of ENVIRONMENTS) {
    const ruleId = DEMO_IDS.rules[slug];
    await manager.insert(TargetingRule, { id: ruleId, configId, environmentId });
    await manager.insert(RuleArm, { ruleId, position: 0, variantId, weight: 10_000 });
    const scope = { configId, environmentId };
    const rules = (await loadRuleStates(manager, [scope])).get(keyOf(scope)) ?? [];
    const entry = {
      ...scope,
      action: 'rule.created',
      changedBy: FIRST_START,
      changes: diffRules([], rules),
      rules,
    } as const;
    await manager.insert(ConfigHistory, { id: DEMO_IDS.history[slug], ...entry });
  }
}
