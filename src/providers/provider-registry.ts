import type { ProviderStrategy } from './provider-strategy.js';
import { VENDORS } from './vendors/index.js';

/** Vendor id → strategy: how everything outside a vendor's folder reaches it. */
export class ProviderRegistry {
  private readonly strategies: ReadonlyMap<string, ProviderStrategy>;

  constructor(strategies: readonly ProviderStrategy[] = VENDORS) {
    this.strategies = new Map(strategies.map((strategy) => [strategy.vendor, strategy]));
  }

  get(vendor: string): ProviderStrategy | undefined {
    return this.strategies.get(vendor);
  }

  all(): readonly ProviderStrategy[] {
    return [...this.strategies.values()];
  }
}
