import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { RetrySettings, TimeoutSettings } from '../../core/settings.js';
import type { CostSource } from '../provider-strategy.js';
import { Constraints, takenSlug } from '../../core/http/database-failure.js';

/** An account: one vendor plus credentials, reachable as `@slug`. */
@Entity('providers')
@Constraints({
  providers_slug_key: takenSlug('provider'),
})
export class ProviderConfig {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  vendor: string;

  @Column('text')
  name: string;

  @Column('text')
  slug: string;

  /** JSON, sealed and bound to the row's id. */
  @Column('text', { name: 'sealed_credentials' })
  sealedCredentials: string;

  /** Without trailing slash; null means the vendor's default. */
  @Column('text', { name: 'base_url', nullable: true })
  baseUrl: string | null;

  @Column('boolean')
  enabled: boolean;

  /** The vendor's name of a model → the catalog's, for prices. */
  @Column('jsonb', { name: 'pricing_model_map' })
  pricingModelMap: Record<string, string>;

  /** Whose figure is the cost of a call: usage times price, or what the vendor itself says. */
  @Column('text', { name: 'cost_source', default: 'catalog' })
  costSource: CostSource;

  /** Null for `auto`. */
  @Column('text', { name: 'stream_options', nullable: true })
  streamOptions: 'send' | 'omit' | null;

  /** Null for `auto`. */
  @Column('text', { name: 'developer_role', nullable: true })
  developerRole: 'send' | 'system' | null;

  /** Milliseconds; null, as an absent member, follows the settings. */
  @Column('jsonb', { nullable: true })
  timeouts: Partial<TimeoutSettings> | null;

  @Column('jsonb', { nullable: true })
  retry: RetrySettings | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
