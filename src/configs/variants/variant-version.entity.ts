import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import { Constraints } from '../../core/http/database-failure.js';
import type { RetrySettings, TimeoutSettings } from '../../core/settings.js';
import type { ParameterMode } from '../snapshot/config-snapshot.js';

/** What a variant is at one time. Never changed: the database refuses it. */
@Entity('variant_versions')
@Constraints({
  variant_versions_number_key: { status: 409, pointer: '', detail: 'another version was created at the same time' },
  variant_versions_provider_fkey: { status: 422, pointer: '/providerId', detail: 'there is no such provider' },
})
export class VariantVersion {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'variant_id' })
  variantId: string;

  /** 1, 2, 3 … within the variant. */
  @Column('integer')
  version: number;

  @Column('uuid', { name: 'provider_id' })
  providerId: string;

  /** The vendor's name of it. */
  @Column('text')
  model: string;

  /** In the order they were written, which jsonb would not keep: models answer in the order of a JSON schema. */
  @Column('json')
  parameters: object;

  @Column('jsonb', { name: 'parameter_modes' })
  parameterModes: Record<string, ParameterMode>;

  @Column('text', { name: 'system_prompt', nullable: true })
  systemPrompt: string | null;

  @Column('jsonb')
  timeouts: Partial<TimeoutSettings>;

  @Column('jsonb')
  retry: RetrySettings;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;
}
