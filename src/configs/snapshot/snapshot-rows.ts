import type { JsonObject } from '../../core/json.js';
import type { StoredPrice } from '../../catalog/stored-price.js';
import type { AccountRow } from '../../providers/accounts/account-rows.js';
import type { Config } from '../configs/config.entity.js';
import type { EnvironmentSecret } from '../environments/environment-secret.entity.js';
import type { Environment } from '../environments/environment.entity.js';
import type { RuleArm } from '../targeting/rule-arm.entity.js';
import type { RuleFallback } from '../targeting/rule-fallback.entity.js';
import type { TargetingRule } from '../targeting/targeting-rule.entity.js';
import type { VariantVersion } from '../variants/variant-version.entity.js';

/** The columns that a snapshot is made from, by table. */
export const COLUMNS = {
  environments: [
    ...(['id', 'slug', 'defaultConfigId', 'logContent', 'contentRedaction'] as const),
    ...(['directAccess', 'maxConcurrentCalls'] as const),
  ],
  secrets: ['id', 'name', 'environmentId', 'hash'],
  configs: ['id', 'slug', 'name'],
  versions: ['id', 'variantId', 'version', 'providerId'],
  contents: ['id', 'model', 'parameters', 'parameterModes', 'systemPrompt', 'timeouts', 'retry'],
  rules: ['id', 'configId', 'environmentId', 'priority', 'stickyBy', 'fallbackOn', 'continueStreams'],
  arms: ['ruleId', 'variantId', 'version', 'weight', 'share', 'maxDailyCost'],
  fallbacks: ['ruleId', 'variantId', 'version'],
} as const;

type Row<Entity, Table extends keyof typeof COLUMNS> = Readonly<
  Pick<Entity, Extract<(typeof COLUMNS)[Table][number], keyof Entity>>
>;

export type EnvironmentRow = Row<Environment, 'environments'>;

export interface SecretRow extends Row<EnvironmentSecret, 'secrets'> {
  /** Milliseconds since 1970, in decimal text; null for no end. */
  readonly expiresAtMs: string | null;
}

export type ConfigRow = Row<Config, 'configs'>;

/** Only versions that some rule can reach: pinned ones and the latest of each variant. */
export interface VersionRow extends Row<VariantVersion, 'versions'> {
  readonly variantName: string;
  readonly isLatest: boolean;
}

/** The part of a version that never changes. */
export interface VersionContentRow extends Omit<Row<VariantVersion, 'contents'>, 'parameters'> {
  readonly parameters: JsonObject;
}

export interface RuleRow extends Row<TargetingRule, 'rules'> {
  /** JSON. */
  readonly conditions: string | null;
}

export type ArmRow = Row<RuleArm, 'arms'>;

export type FallbackRow = Row<RuleFallback, 'fallbacks'>;

/** The configuration tables as one transaction saw them. */
export interface SnapshotRows {
  readonly revision: string;
  readonly environments: readonly EnvironmentRow[];
  readonly secrets: readonly SecretRow[];
  readonly accounts: readonly AccountRow[];
  readonly configs: readonly ConfigRow[];
  readonly versions: readonly VersionRow[];
  /** Of the versions that were not known before. */
  readonly contents: readonly VersionContentRow[];
  readonly rules: readonly RuleRow[];
  readonly arms: readonly ArmRow[];
  readonly fallbacks: readonly FallbackRow[];
  /** The same array while nothing changes. */
  readonly prices: readonly StoredPrice[];
}
