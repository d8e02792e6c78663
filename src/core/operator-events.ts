import type { JsonObject } from './json.js';

export const OPERATOR_EVENTS = Symbol('OPERATOR_EVENTS');

/** What operators may want to be told of, and when it is told. */
export const EVENT_TYPES = [
  'breaker.opened',
  'rollout.advanced',
  'rollout.paused',
  'rollout.rolled_back',
  'rollout.completed',
  'model.unpriced',
  'log.degraded',
  'secret.expiring',
  'webhook.test',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface OperatorEvent {
  readonly type: EventType;
  /** Events with the same key are one, whichever replica tells of it first. */
  readonly key: string;
  readonly data: JsonObject;
}

/** Whoever notices something tells it here, and knows nothing of who hears it. */
export interface OperatorEvents {
  /** Never throws, and does not wait. */
  tell(event: OperatorEvent): void;
}
