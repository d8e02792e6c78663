import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { MeteredUnit } from '../core/usage.js';
import { Constraints } from '../core/http/database-failure.js';
import type { AudioBilling } from './models.js';

/** Whose price: the catalog's that the gateway comes with, or one that an administrator wrote. */
export type PriceSource = 'catalog' | 'own';

/** What else a price depends on. */
export interface PriceTerms {
  /** Kinds of token with another price when read from a cache. */
  readonly cachedDiffers?: readonly MeteredUnit[];
  readonly audioBilling?: AudioBilling;
}

/** What one unit costs under one set of conditions, or a discount. Only ever added: a later revision replaces it. */
@Entity('prices')
@Constraints({
  prices_revision_key: { status: 409, pointer: '', detail: 'another change was made at the same time' },
})
export class Price {
  @PrimaryColumn('uuid')
  id: string;

  /** Of the conditions; the id of the first revision. */
  @Column('uuid')
  key: string;

  @Column('integer')
  revision: number;

  /** In the order of the changes. */
  @Column({ type: 'bigint', insert: false })
  sequence: string;

  @Column('text')
  source: PriceSource;

  /** The provider configuration that it was agreed for; null for all. */
  @Column('uuid', { name: 'provider_id', nullable: true })
  providerId: string | null;

  @Column('text')
  vendor: string;

  /** As the catalog calls it, or where it is a provider's as the provider does; `*` for all, in a discount. */
  @Column('text')
  model: string;

  /** Null for a discount, which is on every unit. */
  @Column('text', { nullable: true })
  unit: MeteredUnit | null;

  /** As the reply names it; null for the standard one. */
  @Column('text', { name: 'service_tier', nullable: true })
  serviceTier: string | null;

  /** Largest size and quality of an image: `1024x1024 hd`. */
  @Column('text', { name: 'image_tier', nullable: true })
  imageTier: string | null;

  /** The band of long prompts, by the tokens past which it begins. */
  @Column('integer', { name: 'above_prompt_tokens', nullable: true })
  abovePromptTokens: number | null;

  @Column('timestamptz', { name: 'effective_from', nullable: true })
  effectiveFrom: Date | null;

  @Column('timestamptz', { name: 'effective_until', nullable: true })
  effectiveUntil: Date | null;

  /** Hours of the UTC day: `01:00-04:00`. */
  @Column('text', { name: 'daily_utc', nullable: true })
  dailyUtc: string | null;

  /** Pico-USD (10⁻¹² USD) a unit; null for a discount, and where the price was taken back. */
  @Column('numeric', { precision: 36, scale: 0, nullable: true })
  pico: string | null;

  /** Off the list price; below 0 it is a surcharge. */
  @Column('numeric', { name: 'discount_percent', precision: 10, scale: 4, nullable: true })
  discountPercent: string | null;

  @Column('jsonb', { nullable: true })
  terms: PriceTerms | null;

  @Column('text', { name: 'changed_by' })
  changedBy: string;

  @Column('text', { nullable: true })
  note: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
