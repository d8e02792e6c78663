import { Column, Entity, JoinColumn, OneToOne, PrimaryColumn, type Relation } from 'typeorm';
import { EnvironmentSecret } from './environment-secret.entity.js';

/** When a secret last let a caller in; written by `SecretUses`, some seconds late. */
@Entity('environment_secret_uses')
export class EnvironmentSecretUse {
  @PrimaryColumn('uuid', { name: 'secret_id' })
  secretId: string;

  @OneToOne(() => EnvironmentSecret, (secret) => secret.use)
  @JoinColumn({ name: 'secret_id' })
  secret: Relation<EnvironmentSecret>;

  @Column('timestamptz', { name: 'last_used_at' })
  lastUsedAt: Date;
}
