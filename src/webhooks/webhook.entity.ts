import { Column, CreateDateColumn, Entity, PrimaryColumn, UpdateDateColumn } from 'typeorm';
import type { EventType } from '../core/operator-events.js';

/** Where operators are told of what happens. */
@Entity('webhooks')
export class Webhook {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('text')
  url: string;

  /** Empty for all of them. */
  @Column('text', { array: true })
  events: EventType[];

  @Column('boolean')
  enabled: boolean;

  /** By which deliveries are signed, sealed for this row. */
  @Column('text', { name: 'sealed_secret' })
  sealedSecret: string;

  /** The one of before, by which they are signed as well for a while. */
  @Column('text', { name: 'previous_sealed_secret', nullable: true })
  previousSealedSecret: string | null;

  @Column('timestamptz', { name: 'previous_until', nullable: true })
  previousUntil: Date | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @UpdateDateColumn({ name: 'updated_at', type: 'timestamptz' })
  updatedAt: Date;
}
