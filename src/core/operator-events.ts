import type { JsonObject } from './json.js';

export const OPERATOR_EVENTS = Symbol('OPERATOR_EVENTS');

/** What operators may want to be told of, and when it is told. */
export const EVENTS = {
  'breaker.opened': 'A model of a provider is passed over for a while. Once in ten minutes at most',
  'guard.tripped': 'The guard of a rollout found that the new version does worse, and paused it or rolled it back',
  'rollout.advanced': 'A rollout goes on to its next step',
  'rollout.paused': 'A rollout stays at its step, by its guard or by somebody',
  'rollout.rolled_back': 'A rollout is undone, by its guard or by somebody',
  'rollout.completed': 'A rollout has come to its end',
  'model.unpriced': 'A model is used whose price is not known, for the first time in 30 days',
  'log.degraded':
    'Records of calls do not reach the database or ClickHouse, or are lost, for ten seconds or more. By replica, once in ten minutes at most',
  'secret.expiring': 'A secret of an environment ends within seven days',
} as const;
export type EventType = keyof typeof EVENTS;
export const EVENT_TYPES = Object.keys(EVENTS) as EventType[];

/** Nothing happened: somebody tries a webhook. */
export const TEST_EVENT = 'webhook.test';

export interface OperatorEvent {
  readonly type: EventType | typeof TEST_EVENT;
  /** Events with the same key are one, whichever replica tells of it first. */
  readonly key: string;
  readonly data: JsonObject;
}

/** Whoever notices something tells it here, and knows nothing of who hears it. */
export interface OperatorEvents {
  /** Never throws, and does not wait. */
  tell(event: OperatorEvent): void;
}
