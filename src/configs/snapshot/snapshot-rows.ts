import type { JsonObject } from '../../core/json.js';
import type { ParameterMode, RetrySettings, Timeouts } from './config-snapshot.js';

/** The configuration tables as one transaction saw them. */
export interface SnapshotRows {
  readonly revision: string;
  readonly environments: readonly EnvironmentRow[];
  readonly secrets: readonly SecretRow[];
  readonly providers: readonly ProviderRow[];
  readonly configs: readonly ConfigRow[];
  readonly versions: readonly VersionRow[];
  /** Of the versions that were not known before. */
  readonly contents: readonly VersionContentRow[];
  readonly rules: readonly RuleRow[];
  readonly arms: readonly ArmRow[];
  readonly fallbacks: readonly FallbackRow[];
}

export interface EnvironmentRow {
  readonly id: string;
  readonly slug: string;
  readonly default_config_id: string | null;
  readonly log_content: boolean | null;
  readonly direct_access: readonly string[] | null;
  readonly max_concurrent_calls: number | null;
}

export interface SecretRow {
  readonly id: string;
  readonly name: string | null;
  readonly environment_id: string;
  readonly hash: Buffer;
  /** Milliseconds since 1970, in decimal text; null for no end. */
  readonly expires_at_ms: string | null;
}

export interface ProviderRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly vendor: string;
  readonly sealed_credentials: string;
  readonly base_url: string | null;
  readonly enabled: boolean;
  readonly pricing_model_map: Record<string, string>;
  readonly stream_options: 'send' | 'omit' | null;
  readonly developer_role: 'send' | 'system' | null;
}

export interface ConfigRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

/** Only versions that some rule can reach: pinned ones and the latest of each variant. */
export interface VersionRow {
  readonly id: string;
  readonly variant_id: string;
  readonly variant_name: string;
  readonly version: number;
  readonly is_latest: boolean;
  readonly provider_id: string;
}

/** What never changes of a version. */
export interface VersionContentRow {
  readonly id: string;
  readonly model: string;
  readonly parameters: JsonObject;
  readonly parameter_modes: Record<string, ParameterMode>;
  readonly system_prompt: string | null;
  readonly timeouts: Timeouts;
  readonly retry: RetrySettings;
}

export interface RuleRow {
  readonly id: string;
  readonly config_id: string;
  readonly environment_id: string;
  readonly priority: number;
  /** JSON. */
  readonly conditions: string | null;
}

export interface ArmRow {
  readonly rule_id: string;
  readonly variant_id: string;
  readonly version: number | null;
  readonly weight: number;
}

export interface FallbackRow {
  readonly rule_id: string;
  readonly variant_id: string;
  readonly version: number | null;
}
