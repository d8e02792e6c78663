import {
  UnusableVariablesError,
  type EnvironmentAccount,
  type ReadVariable,
} from '../providers/environment-account.js';
import type { ProviderRegistry } from '../providers/provider-registry.js';
import type { Environment } from './read-settings.js';

/** A provider configuration that the machine's environment variables ask for. */
export interface EnvironmentProvider extends EnvironmentAccount {
  readonly vendor: string;
}

export interface EnvironmentProviders {
  readonly providers: readonly EnvironmentProvider[];
  /** Vendors whose variables are set but not enough or not right, each in one sentence. */
  readonly skipped: readonly SkippedVendor[];
}

export interface SkippedVendor {
  readonly vendor: string;
  readonly reason: string;
}

/** @see docs/settings.md */
export function readVendorEnvironment(environment: Environment, registry: ProviderRegistry): EnvironmentProviders {
  const read: ReadVariable = (name) => environment[name]?.trim() || undefined;
  const providers: EnvironmentProvider[] = [];
  const skipped: SkippedVendor[] = [];
  for (const { vendor, fromEnvironment } of registry.all()) {
    try {
      const account = fromEnvironment?.(read) ?? null;
      if (account !== null) providers.push({ vendor, ...account });
    } catch (error) {
      if (!(error instanceof UnusableVariablesError)) throw error;
      skipped.push({ vendor, reason: error.message });
    }
  }
  return { providers, skipped };
}
