import type { PriceBook } from '../../catalog/price-book.js';
import type { JsonObject } from '../../core/json.js';
import type { RetrySettings, TimeoutSettings } from '../../core/settings.js';
import type { CostSource, ProviderConnection } from '../../providers/provider-strategy.js';
import type { Redact } from '../environments/content-redaction.js';
import type { StickyBy } from './call-facts.js';
import type { Conditions } from './conditions.js';
import type { FallbackTrigger } from '../targeting/fallback-triggers.js';
import type { CompiledPrompt } from './prompt-template.js';

/** All configuration at one revision, whole and frozen: what the hot path reads instead of the database. */
export interface ConfigSnapshot {
  readonly revision: string;
  readonly environmentsById: ReadonlyMap<string, EnvironmentEntry>;
  /** By the SHA-256 of the secret, in hex. */
  readonly secrets: ReadonlyMap<string, SecretEntry>;
  readonly accountsBySlug: ReadonlyMap<string, Account | UnavailableAccount>;
  readonly configsBySlug: ReadonlyMap<string, ConfigEntry>;
  readonly configsById: ReadonlyMap<string, ConfigEntry>;
  readonly prices: PriceBook;
}

export interface EnvironmentEntry {
  readonly id: string;
  readonly slug: string;
  readonly defaultConfigId: string | null;
  /** Null follows LLMOPS_LOG_CONTENT. */
  readonly logContent: boolean | null;
  /** Strikes out what must not be kept of prompts and answers; null for nothing. */
  readonly redactContent: Redact;
  /** Ids of the providers that `@slug/model` may name; null for all of them. */
  readonly directAccess: ReadonlySet<string> | null;
  /** Calls under way at once; null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT. */
  readonly maxConcurrentCalls: number | null;
}

export interface SecretEntry {
  readonly id: string;
  /** Null where nobody named it. */
  readonly name: string | null;
  readonly hash: Buffer;
  readonly environment: EnvironmentEntry;
  /** Milliseconds since 1970, null for no end. */
  readonly expiresAt: number | null;
}

/** A provider configuration made ready to call. */
export interface Account {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly vendor: string;
  readonly enabled: boolean;
  readonly pricingModelMap: Readonly<Record<string, string>>;
  readonly costSource: CostSource;
  /** What holds where a version does not say; null where the settings do. */
  readonly timeouts: Partial<TimeoutSettings> | null;
  readonly retry: RetrySettings | null;
  readonly connection: ProviderConnection;
}

/** A provider configuration that cannot be called here: its credentials do not open, or do not fit its vendor. */
export interface UnavailableAccount extends Omit<Account, 'connection'> {
  readonly connection: null;
  /** False where no key of this replica opens its credentials. */
  readonly opens: boolean;
}

export interface ConfigEntry {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  /** By environment id: enabled rules, highest priority first. */
  readonly rules: ReadonlyMap<string, readonly RuleEntry[]>;
}

export interface RuleEntry {
  readonly id: string;
  readonly priority: number;
  readonly conditions: Conditions | null;
  /** Null: by `metadata.userId`, else by `user`. */
  readonly stickyBy: StickyBy | null;
  readonly arms: readonly RuleArm[];
  /** Arms that serve nobody; empty of nearly all rules. */
  readonly shadows: readonly ShadowArm[];
  /** Names the weights and versions of the arms together, the same on all replicas; null where there is nothing to draw. */
  readonly splitId: string | null;
  readonly fallbacks: readonly VersionEntry[];
  /** Kinds of failure after which the next target is called. */
  readonly fallbackOn: ReadonlySet<FallbackTrigger>;
  /** The next target continues a stream that breaks. */
  readonly continueStreams: boolean;
}

export interface RuleArm {
  /** What the draw hashes: stays the same when weights or the arm's version change. */
  readonly key: string;
  readonly weight: number;
  readonly version: VersionEntry;
}

/** An arm that gets copies of requests. A rule has one of a variant. */
export interface ShadowArm {
  /** Ten-thousandths of the calls that the rule serves. */
  readonly share: number;
  /** Pico-USD. */
  readonly maxDailyCost: bigint;
  readonly version: VersionEntry;
}

export type ParameterMode = 'override' | 'default' | 'cap' | 'forbid';

export interface VersionEntry extends VersionContent {
  readonly id: string;
  readonly variantId: string;
  readonly variantName: string;
  readonly version: number;
  readonly account: Account | UnavailableAccount;
}

/** The part of a version that never changes. */
export interface VersionContent {
  readonly model: string;
  readonly parameters: JsonObject;
  readonly parameterModes: Readonly<Record<string, ParameterMode>>;
  readonly prompt: CompiledPrompt | null;
  /** Milliseconds; an absent one follows the account, and then the settings. */
  readonly timeouts: Partial<TimeoutSettings>;
  readonly retry: RetrySettings;
}
