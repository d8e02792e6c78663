import { Column, CreateDateColumn, Entity, OneToMany, PrimaryColumn, UpdateDateColumn, type Relation } from 'typeorm';
import { Constraints, takenSlug } from '../../core/http/database-failure.js';
import type { ContentRedaction } from './content-redaction.js';
import { EnvironmentSecret } from './environment-secret.entity.js';

/** Where callers live. */
@Entity('environments')
@Constraints({
  environments_slug_key: takenSlug('environment'),
  environments_default_config_fkey: { status: 422, pointer: '/defaultConfigId', detail: 'there is no such config' },
})
export class Environment {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  slug: string;

  @Column('boolean', { name: 'is_production' })
  isProduction: boolean;

  @Column('uuid', { name: 'default_config_id', nullable: true })
  defaultConfigId: string | null;

  @Column('boolean', { name: 'log_content', nullable: true })
  logContent: boolean | null;

  /** Null for nothing. */
  @Column('jsonb', { name: 'content_redaction', nullable: true })
  contentRedaction: ContentRedaction | null;

  /** Ids of the providers that callers may name; null for all, empty for none. */
  @Column('uuid', { name: 'direct_access', array: true, nullable: true })
  directAccess: string[] | null;

  /** Null follows LLMOPS_MAX_CALLS_PER_ENVIRONMENT. */
  @Column('integer', { name: 'max_concurrent_calls', nullable: true })
  maxConcurrentCalls: number | null;

  @OneToMany(() => EnvironmentSecret, (secret) => secret.environment)
  secrets: Relation<EnvironmentSecret[]>;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
