import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { mapChoices } from '../../formats/openai-chat/map-choices.js';

/** A choice that the content filter emptied has no message at all. */
export function mapBody(body: JsonObject): JsonObject {
  return mapChoices(body, (choice) =>
    isJsonObject(choice['message'])
      ? choice
      : { ...choice, message: { role: 'assistant', content: null, refusal: null } },
  );
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
    if (isPromptFilterFrame(frame)) {
      promptResults = { prompt_filter_results: frame['prompt_filter_results'] };
      return null;
    }
    if (frame['id'] !== '') {
      const { id, object, created, model } = frame;
      pinned ??= { id, object, created, model };
    }
    const mapped = mapChoices(frame, (choice) => withDelta(choice, begun));
    if (frame['id'] === '' && pinned !== null) return { ...mapped, ...pinned };
    if (Object.keys(promptResults).length === 0) return mapped;
    const first = { ...mapped, ...promptResults };
    promptResults = {};
    return first;
  };
}

function isPromptFilterFrame({ choices, usage, prompt_filter_results: results }: JsonObject): boolean {
  return results !== undefined && Array.isArray(choices) && choices.length === 0 && !isJsonObject(usage);
}

/** SDKs want a delta in every choice, and a role in a choice's first. */
function withDelta(choice: JsonObject, begun: Set<unknown>): JsonObject {
  const isFirst = !begun.has(choice['index']);
  begun.add(choice['index']);
  if (isJsonObject(choice['delta'])) return choice;
  return { ...choice, delta: isFirst ? { role: 'assistant', content: '' } : {} };
}
