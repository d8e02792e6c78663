import {
  Column,
  CreateDateColumn,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToOne,
  PrimaryColumn,
  type Relation,
} from 'typeorm';
import { EnvironmentSecretUse } from './environment-secret-use.entity.js';
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

  /** For people; null where nobody named it. */
  @Column('text', { nullable: true })
  name: string | null;

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

  /** Null before the first use. */
  @OneToOne(() => EnvironmentSecretUse, (use) => use.secret)
  use: Relation<EnvironmentSecretUse> | null;
}
