import { UpstreamError, type GatewayError } from '../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';
import { readOpenAiUsage, type UsageRecord } from '../../core/usage.js';
import { mapChoices } from '../openai-compatible/map-choices.js';
import { readOpenAiStreamError } from '../openai-compatible/read-error.js';
import { asModelFailure } from './read-error.js';

/** A whole reply: `content` is null and not absent beside tool calls, reasoning is `reasoning_content` too. */
export function mapBody(body: JsonObject): JsonObject {
  return mapParts(body, 'message', (message) => {
    const content = message['content'] === undefined ? { content: null } : {};
    const changes = { ...content, ...reasoningOf(message) };
    return Object.keys(changes).length === 0 ? message : { ...message, ...changes };
  });
}

/**
 * One stream's frames: one id, `created` and model throughout (compound models change them from chunk to chunk), the
 * role in the first delta, reasoning as `reasoning_content` too, usage where `x_groq` alone has it.
 */
export function frameMapper(): (frame: JsonObject) => JsonObject | GatewayError {
  let pinned: JsonObject | null = null;
  const started = new Set<JsonValue | undefined>();
  return (frame) => {
    if (frame['error'] !== undefined && frame['error'] !== null) {
      return new UpstreamError(asModelFailure(readOpenAiStreamError(frame)));
    }
    pinned ??= pick(frame, ['id', 'created', 'model']);
    const mapped = mapParts(frame, 'delta', (delta, index) => {
      const isFirst = !started.has(index);
      started.add(index);
      const role = isFirst && delta['role'] === undefined ? { role: 'assistant' } : {};
      const changes = { ...role, ...reasoningOf(delta) };
      return Object.keys(changes).length === 0 ? delta : { ...delta, ...changes };
    });
    return withUsage(withMembers(mapped, pinned));
  };
}

/** Usage of a whole reply or a frame; without `include_usage` only `x_groq` has it. */
export function readUsage(body: JsonObject): UsageRecord | null {
  return readOpenAiUsage(body['usage']) ?? readOpenAiUsage(groqUsage(body));
}

function groqUsage({ x_groq: extension }: JsonObject): JsonValue | undefined {
  return isJsonObject(extension) ? extension['usage'] : undefined;
}

function withUsage(frame: JsonObject): JsonObject {
  const usage = groqUsage(frame);
  return usage === undefined || isJsonObject(frame['usage']) ? frame : { ...frame, usage };
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
