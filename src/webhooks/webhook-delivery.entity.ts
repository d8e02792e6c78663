import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';
import type { OperatorEvent } from '../core/operator-events.js';

export const DELIVERY_STATES = ['waiting', 'delivered', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** One event for one webhook: the queue that deliveries are sent from, and the list of those that were. */
@Entity('webhook_deliveries')
export class WebhookDelivery {
  @PrimaryColumn('uuid')
  id: string;

  @Column('uuid', { name: 'webhook_id' })
  webhookId: string;

  /** An event is delivered once, although several replicas notice it. */
  @Column('text', { name: 'event_key' })
  eventKey: string;

  @Column('text')
  type: OperatorEvent['type'];

  /** What is sent, byte for byte: it is signed. */
  @Column('text')
  body: string;

  @Column('text')
  state: DeliveryState;

  @Column('integer')
  attempts: number;

  /** When it is sent next; while it is sent, when another replica may. */
  @Column('timestamptz', { name: 'next_at' })
  nextAt: Date;

  /** What the receiver answered last; null where it did not. */
  @Column('integer', { name: 'last_status', nullable: true })
  lastStatus: number | null;

  @Column('text', { name: 'last_error', nullable: true })
  lastError: string | null;

  @CreateDateColumn({ name: 'created_at', type: 'timestamptz' })
  createdAt: Date;

  @Column('timestamptz', { name: 'delivered_at', nullable: true })
  deliveredAt: Date | null;
}
