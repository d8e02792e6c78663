import { type JsonObject, type JsonValue, objectsOf, textOf } from '../../../core/json.js';

/** What a message or delta says: reasoning models send their content as a list of parts. */
export interface Content {
  readonly text: string;
  readonly reasoning: string;
}

/** @see https://docs.mistral.ai/capabilities/reasoning/ */
export function readContent(content: JsonValue | undefined): Content {
  if (typeof content === 'string') return { text: content, reasoning: '' };
  const parts = objectsOf(content);
  return { text: textsIn(parts), reasoning: parts.map(({ thinking }) => readThinking(thinking)).join('') };
}

function readThinking(thinking: JsonValue | undefined): string {
  return typeof thinking === 'string' ? thinking : textsIn(objectsOf(thinking));
}

function textsIn(parts: readonly JsonObject[]): string {
  return parts.map(({ type, text }) => (type === 'text' || type === undefined ? textOf(text) : '')).join('');
}

/** The text of a call's arguments: Mistral sends text, its older API an object. */
export function readArguments(value: JsonValue | undefined): string {
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : JSON.stringify(value);
}

/** '' where none is sent; Mistral's own SDK spells that "null". */
export function readCallId(call: JsonObject): string {
  const id = textOf(call['id']);
  return id === 'null' ? '' : id;
}
