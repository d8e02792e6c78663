import type { JsonObject } from '../../src/core/json.js';
import { toRequest } from '../../src/providers/formats/anthropic-messages/to-request.js';

/** Any vendor JSON; only tests may trust it. */
export type Wire = ReturnType<typeof JSON.parse>;

export const USER = { role: 'user', content: 'Hi' };
export const TOOL = {
  type: 'function',
  function: { name: 'add', description: 'Adds', parameters: { type: 'object', properties: { x: { type: 'number' } } } },
};
export const CALL = { id: 'call_1', type: 'function', function: { name: 'add', arguments: '{"x":1}' } };

export function convert(
  json: JsonObject,
  model = 'claude-sonnet-4-5',
  stream = false,
): { body: Wire; dropped: readonly string[] } {
  const { body, dropped } = toRequest({ messages: [USER], ...json }, model, {
    label: 'Anthropic',
    fetchesUrls: true,
    stream,
  });
  return { body: JSON.parse(JSON.stringify(body)), dropped };
}
