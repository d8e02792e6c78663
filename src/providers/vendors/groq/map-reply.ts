import { UpstreamError, type GatewayError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { readOpenAiUsage, type UsageRecord } from '../../../core/usage.js';
import { mapChoices } from '../../formats/openai-chat/map-choices.js';
import { readOpenAiStreamError } from '../openai-compatible/read-error.js';
import { vendorWords } from '../../vendor-words.js';
import { asModelFailure } from './read-error.js';

/** A whole reply: `content` is null and not absent beside tool calls, reasoning is `reasoning_content` too. */
export function mapBody(body: JsonObject): JsonObject {
  return mapParts(body, 'message', (message) => {
    const content = message['content'] === undefined ? { content: null } : {};
    const changes = { ...content, ...reasoningOf(message) };
    return Object.keys(changes).length === 0 ? message : { ...message, ...changes };
  });
}

/** What becomes of a frame: itself, several, or the error that ends the stream. */
type MappedFrame = JsonObject | readonly JsonObject[] | GatewayError;

/**
 * One stream's frames: one id, `created` and model throughout (compound models change them from chunk to chunk), the
 * role in the first delta, reasoning as `reasoning_content` too. Usage stands once, in a chunk of its own behind the
 * last choice: Groq puts it beside the finish reason and under `x_groq`, and repeats it only where it was asked for.
 */
export function frameMapper(): (frame: JsonObject) => MappedFrame {
  let pinned: JsonObject | null = null;
  const started = new Set<JsonValue | undefined>();
  const usage = new UsageChunk();
  return (frame) => {
    if (frame['error'] !== undefined && frame['error'] !== null) {
      return new UpstreamError({ ...asModelFailure(readOpenAiStreamError(frame)), vendorMessage: vendorWords(frame) });
    }
    pinned ??= pick(frame, ['id', 'created', 'model']);
    const mapped = mapParts(frame, 'delta', (delta, index) => {
      const isFirst = !started.has(index);
      started.add(index);
      const role = isFirst && delta['role'] === undefined ? { role: 'assistant' } : {};
      const changes = { ...role, ...reasoningOf(delta) };
      return Object.keys(changes).length === 0 ? delta : { ...delta, ...changes };
    });
    return usage.setApart(withMembers(mapped, pinned));
  };
}

/** Takes usage out of the frames that hold it, and puts it into one of its own once a choice has finished. */
class UsageChunk {
  private counted: JsonObject | null = null;
  private finished = false;
  private written = false;

  setApart(frame: JsonObject): JsonObject | readonly JsonObject[] {
    const choices = Array.isArray(frame['choices']) ? frame['choices'] : [];
    this.finished ||= choices.some((choice) => isJsonObject(choice) && typeof choice['finish_reason'] === 'string');
    const stated = isJsonObject(frame['usage']) ? frame['usage'] : groqUsage(frame);
    if (isJsonObject(stated)) this.counted = stated;
    const isUsageOnly = choices.length === 0 && isJsonObject(frame['usage']);
    const rest = isUsageOnly ? [] : [isJsonObject(stated) ? withoutUsage(frame) : frame];
    if (this.counted === null || !this.finished || this.written) return rest[0] ?? [];
    this.written = true;
    return [...rest, { ...pick(frame, ['id', 'object', 'created', 'model']), choices: [], usage: this.counted }];
  }
}

function withoutUsage({ usage: _usage, x_groq: extension, ...frame }: JsonObject): JsonObject {
  if (!isJsonObject(extension)) return frame;
  const { usage: _same, ...rest } = extension;
  return Object.keys(rest).length === 0 ? frame : { ...frame, x_groq: rest };
}

/** Usage of a whole reply or a frame; without `include_usage` only `x_groq` has it. */
export function readUsage(body: JsonObject): UsageRecord | null {
  return readOpenAiUsage(body['usage']) ?? readOpenAiUsage(groqUsage(body));
}

function groqUsage({ x_groq: extension }: JsonObject): JsonValue | undefined {
  return isJsonObject(extension) ? extension['usage'] : undefined;
}

function reasoningOf(part: JsonObject): JsonObject {
  const { reasoning } = part;
  return typeof reasoning === 'string' && part['reasoning_content'] === undefined
    ? { reasoning_content: reasoning }
    : {};
}

function mapParts(
  body: JsonObject,
  place: 'message' | 'delta',
  map: (part: JsonObject, index: JsonValue | undefined) => JsonObject,
): JsonObject {
  return mapChoices(body, (choice) => {
    const part = choice[place];
    const next = isJsonObject(part) ? map(part, choice['index']) : part;
    return next === part ? choice : { ...choice, [place]: next };
  });
}

function withMembers(frame: JsonObject, members: JsonObject): JsonObject {
  return Object.keys(members).every((name) => frame[name] === members[name]) ? frame : { ...frame, ...members };
}

function pick(frame: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => frame[name] !== undefined).map((name) => [name, frame[name]]));
}
