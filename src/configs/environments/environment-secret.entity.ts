import { Column, CreateDateColumn, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Environment } from './environment.entity.js';

/** A caller's secret, as far as it is kept: its hash and its last four characters. */
@Entity('environment_secrets')
export class EnvironmentSecret {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'environment_id' })
  environmentId: string;

  @ManyToOne(() => Environment, (environment) => environment.secrets)
  @JoinColumn({ name: 'environment_id' })
  environment: Relation<Environment>;

  /** SHA-256. */
  @Column('bytea')
  hash: Buffer;

  @Column('text')
  hint: string;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  /** Null for no end. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;
}
