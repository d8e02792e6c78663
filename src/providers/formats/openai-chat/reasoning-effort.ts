import { InvalidRequestError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';

const EFFORTS = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'] as const;

export type ReasoningEffort = (typeof EFFORTS)[number];

/** @throws InvalidRequestError where `reasoning_effort` is a word that OpenAI does not know */
export function readReasoningEffort(json: JsonObject): ReasoningEffort | null {
  const value = json['reasoning_effort'];
  if (value === undefined || value === null) return null;
  const effort = EFFORTS.find((known) => known === value);
  if (effort !== undefined) return effort;
  throw new InvalidRequestError(`reasoning_effort must be one of ${EFFORTS.join(', ')}.`, 'reasoning_effort');
}
