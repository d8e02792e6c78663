import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { mapChoices } from '../../formats/openai-chat/map-choices.js';
import type { AzureChoice, AzureFrame } from './wire-types.js';

/** A choice that the content filter emptied has no message at all. */
export function mapBody(body: JsonObject): JsonObject {
  return mapChoices(body, (choice) => {
    const { message }: AzureChoice = choice;
    return isJsonObject(message) ? choice : { ...choice, message: { role: 'assistant', content: null, refusal: null } };
  });
}

/**
 * One stream's frames. The first one holds the prompt's filter results and nothing else, not even an id: it is held
 * back, and its results travel on the next. Frames of the asynchronous filter lack ids and deltas.
 *
 * @see https://learn.microsoft.com/azure/ai-foundry/openai/concepts/content-streaming
 */
export function frameMapper(): (frame: JsonObject) => JsonObject | null {
  let promptResults: JsonObject = {};
  let pinned: JsonObject | null = null;
  const begun = new Set<unknown>();
  return (frame) => {
    const { id, object, created, model, prompt_filter_results: results }: AzureFrame = frame;
    if (isPromptFilterFrame(frame)) {
      promptResults = { prompt_filter_results: results };
      return null;
    }
    if (id !== '') pinned ??= { id, object, created, model };
    const mapped = mapChoices(frame, (choice) => withDelta(choice, begun));
    if (id === '' && pinned !== null) return { ...mapped, ...pinned };
    if (Object.keys(promptResults).length === 0) return mapped;
    const first = { ...mapped, ...promptResults };
    promptResults = {};
    return first;
  };
}

function isPromptFilterFrame({ choices, usage, prompt_filter_results: results }: AzureFrame): boolean {
  return results !== undefined && Array.isArray(choices) && choices.length === 0 && !isJsonObject(usage);
}

/** SDKs want a delta in every choice, and a role in a choice's first. */
function withDelta(choice: JsonObject, begun: Set<unknown>): JsonObject {
  const { index, delta }: AzureChoice = choice;
  const isFirst = !begun.has(index);
  begun.add(index);
  if (isJsonObject(delta)) return choice;
  return { ...choice, delta: isFirst ? { role: 'assistant', content: '' } : {} };
}
