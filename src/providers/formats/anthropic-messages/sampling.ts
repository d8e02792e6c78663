import { InvalidRequestError } from '../../../core/errors.js';
import type { JsonObject } from '../../../core/json.js';
import type { ClaudeFamily } from './families.js';
import type { ClaudeRequestBody } from './wire-types.js';

export interface Sampling {
  /** `temperature`, `top_p` and `top_k` as the model takes them. */
  readonly parameters: Pick<ClaudeRequestBody, 'temperature' | 'top_p' | 'top_k'>;
  readonly dropped: readonly string[];
}

const MAX_TEMPERATURE = 1;
const MIN_TOP_P_WHILE_THINKING = 0.95;

/**
 * Sampling within what the family takes: a temperature up to 1, where OpenAI allows 2; none on the newest models; and
 * while thinking only a temperature of 1 and a top_p of at least 0.95.
 *
 * @throws InvalidRequestError
 */
export function toSampling(json: JsonObject, family: Pick<ClaudeFamily, 'sampling'>, thinks: boolean): Sampling {
  const parameters: Sampling['parameters'] = {};
  const dropped: string[] = [];
  const temperature = readNumber(json, 'temperature');
  const topP = readNumber(json, 'top_p');
  const topK = readNumber(json, 'top_k');
  if (temperature !== null) {
    const clamped = Math.min(temperature, MAX_TEMPERATURE);
    const isTaken = family.sampling !== 'refused' && (!thinks || clamped === MAX_TEMPERATURE);
    if (isTaken) parameters.temperature = clamped;
    if (!isTaken || clamped !== temperature) dropped.push('temperature');
  }
  if (topP !== null) {
    const isSecond = family.sampling === 'one' && parameters.temperature !== undefined;
    const isTaken = family.sampling !== 'refused' && !isSecond && (!thinks || topP >= MIN_TOP_P_WHILE_THINKING);
    if (isTaken) parameters.top_p = topP;
    else dropped.push('top_p');
  }
  if (topK !== null) {
    if (family.sampling !== 'refused' && !thinks) parameters.top_k = topK;
    else dropped.push('top_k');
  }
  return { parameters, dropped };
}

function readNumber(json: JsonObject, name: string): number | null {
  const value = json[name];
  if (value === undefined || value === null) return null;
  if (typeof value === 'number') return value;
  throw new InvalidRequestError(`${name} must be a number.`, name);
}
