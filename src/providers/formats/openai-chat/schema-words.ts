import type { JsonObject, JsonValue } from '../../../core/json.js';

/** A description that also says what no longer stands in the schema. */
export function describeRest(description: JsonValue | undefined, rest: JsonObject): string {
  const words = `Must satisfy ${JSON.stringify(rest)}.`;
  return typeof description === 'string' && description !== '' ? `${description} ${words}` : words;
}
