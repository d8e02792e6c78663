import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { RerateResult } from './rerate-result.js';

export const RERATING_STATES = ['running', 'done', 'failed', 'cancelled'] as const;

/** Calls of a period charged by the prices of now, a batch after the other; or a look at what that would change. */
@Entity('price_reratings')
export class Rerating {
  @PrimaryColumn('uuid')
  id: string;

  @Column('timestamptz', { name: 'period_from' })
  from: Date;

  @Column('timestamptz', { name: 'period_to' })
  to: Date;

  /** As they were sent. */
  @Column('jsonb')
  filters: Record<string, string>;

  @Column('boolean', { name: 'is_preview' })
  isPreview: boolean;

  @Column('text')
  state: (typeof RERATING_STATES)[number];

  @Column('text', { nullable: true })
  error: string | null;

  /** The last record that was looked at. */
  @Column('text', { name: 'place_at', nullable: true })
  placeAt: string | null;

  @Column('uuid', { name: 'place_id', nullable: true })
  placeId: string | null;

  @Column('jsonb')
  result: RerateResult;

  @Column('text', { name: 'created_by' })
  createdBy: string;

  @Column({ type: 'timestamptz', name: 'created_at', insert: false })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'updated_at', insert: false })
  updatedAt: Date;

  @Column('timestamptz', { name: 'finished_at', nullable: true })
  finishedAt: Date | null;
}
