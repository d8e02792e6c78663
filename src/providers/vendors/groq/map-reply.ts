import { isJsonObject, objectOf, objectsOf, type JsonObject, type JsonValue } from '../../../core/json.js';
import { readOpenAiUsage, type UsageRecord } from '../../../core/usage.js';
import { mapChoices } from '../../formats/openai-chat/map-choices.js';
import type { GroqChoice, GroqExtension, GroqMessage, GroqReply } from './wire-types.js';

/** A whole reply: `content` is null and not absent beside tool calls, reasoning is `reasoning_content` too. */
export function mapBody(body: JsonObject): JsonObject {
  return mapParts(body, 'message', ({ content, reasoning, reasoning_content: known }) => ({
    ...(content === undefined && { content: null }),
    ...reasoningOf(reasoning, known),
  }));
}

/** What a frame is mapped to: itself, or several frames. */
type MappedFrame = JsonObject | readonly JsonObject[];

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
    pinned ??= pick(frame, ['id', 'created', 'model']);
    const mapped = mapParts(frame, 'delta', ({ role, reasoning, reasoning_content: known }, index) => {
      const isFirst = !started.has(index);
      started.add(index);
      return { ...(isFirst && role === undefined && { role: 'assistant' }), ...reasoningOf(reasoning, known) };
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
    const { choices: given, usage }: GroqReply = frame;
    const choices: readonly GroqChoice[] = objectsOf(given);
    this.finished ||= choices.some(({ finish_reason: reason }) => typeof reason === 'string');
    const stated = isJsonObject(usage) ? usage : extensionUsage(frame);
    if (isJsonObject(stated)) this.counted = stated;
    const hasChoices = Array.isArray(given) && given.length > 0;
    const rest = !hasChoices && isJsonObject(usage) ? [] : [isJsonObject(stated) ? withoutUsage(frame) : frame];
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
export function readUsage(body: GroqReply): UsageRecord | null {
  return readOpenAiUsage(body.usage) ?? readOpenAiUsage(extensionUsage(body));
}

function extensionUsage({ x_groq: extension }: GroqReply): unknown {
  const { usage }: GroqExtension = objectOf(extension);
  return usage;
}

function reasoningOf(reasoning: unknown, known: unknown): JsonObject {
  return typeof reasoning === 'string' && known === undefined ? { reasoning_content: reasoning } : {};
}

/** Lays changes over the message or delta of each choice; the same object where there are none. */
function mapParts(
  body: JsonObject,
  place: 'message' | 'delta',
  changesOf: (part: GroqMessage, index: JsonValue | undefined) => JsonObject,
): JsonObject {
  return mapChoices(body, (choice) => {
    const part = choice[place];
    if (!isJsonObject(part)) return choice;
    const changes = changesOf(part, choice['index']);
    return Object.keys(changes).length === 0 ? choice : { ...choice, [place]: { ...part, ...changes } };
  });
}

function withMembers(frame: JsonObject, members: JsonObject): JsonObject {
  return Object.keys(members).every((name) => frame[name] === members[name]) ? frame : { ...frame, ...members };
}

function pick(frame: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(names.filter((name) => frame[name] !== undefined).map((name) => [name, frame[name]]));
}
