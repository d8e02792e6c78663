import { UnsupportedParameterError } from '../../../core/errors.js';
import { isJsonObject, type JsonObject, type JsonValue, parseObject } from '../../../core/json.js';
import { withImageType } from '../../formats/openai-chat/image-type.js';
import { readArguments } from '../../formats/openai-chat/read-messages.js';
import { mapObjects } from '../../formats/openai-chat/map-choices.js';

/** Messages as Groq takes them; the caller's own array where nothing is to change. */
export interface PreparedMessages {
  readonly messages: JsonValue[];
  readonly dropped: readonly string[];
}

const MESSAGE_FIELDS: ReadonlySet<string> = new Set(['role', 'content', 'tool_calls', 'tool_call_id', 'function_call']);
/**
 * Fields of replies of OpenAI and of this gateway. Clients send them back with the history; leaving them out loses
 * nothing.
 */
const REPLY_FIELDS: ReadonlySet<string> = new Set([
  ...['refusal', 'annotations', 'audio', 'reasoning', 'reasoning_content', 'reasoning_details', 'index'],
]);

/** What the model takes. */
export interface MessageRules {
  /** The model reasons, and takes its reasoning back; others refuse the field. */
  readonly reasons: boolean;
}

/**
 * Groq refuses message fields that it does not know, as replies of other vendors leave them in a history: they are left
 * out, `reasoning_content` becomes Groq's `reasoning` on models that reason, and `developer` is `system`.
 *
 * @throws UnsupportedParameterError for files and audio
 * @see https://console.groq.com/docs/openai#currently-unsupported-openai-features
 */
export function prepareMessages(messages: JsonValue[], { reasons }: MessageRules): PreparedMessages {
  const dropped = new Set<string>();
  const prepared = mapObjects(messages, (message, index) => {
    const reasoning = reasons && message['role'] === 'assistant' ? reasoningIn(message) : undefined;
    return prepareMessage(message, `messages[${index}]`, { reasoning, dropped });
  });
  return { messages: prepared, dropped: [...dropped] };
}

/** Undefined where there is none, or only an empty one. */
function reasoningIn({ reasoning, reasoning_content: content }: JsonObject): string | undefined {
  return [reasoning, content].find((text): text is string => typeof text === 'string' && text !== '');
}

interface MessagePlan {
  readonly reasoning: string | undefined;
  readonly dropped: Set<string>;
}

function prepareMessage(message: JsonObject, param: string, { reasoning, dropped }: MessagePlan): JsonObject {
  const changes: JsonObject = {};
  if (message['role'] === 'developer') changes['role'] = 'system';
  // Groq knows no refusals: their text becomes the content.
  if (message['content'] === null && typeof message['refusal'] === 'string') changes['content'] = message['refusal'];
  if (reasoning !== undefined && reasoning !== message['reasoning']) changes['reasoning'] = reasoning;
  if (message['role'] === 'tool') refuseImages(message['content'], `${param}.content`);
  for (const [place, prepare] of [['content', prepareParts] as const, ['tool_calls', prepareToolCalls] as const]) {
    const list = message[place];
    if (!Array.isArray(list)) continue;
    const next = prepare(list, `${param}.${place}`, dropped);
    if (next !== list) changes[place] = next;
  }
  const foreign = foreignFields(message).filter((name) => name !== 'reasoning' || reasoning === undefined);
  // Leaving out a null loses nothing.
  for (const name of foreign) if (!REPLY_FIELDS.has(name) && message[name] !== null) dropped.add(`messages[].${name}`);
  if (foreign.length === 0 && Object.keys(changes).length === 0) return message;
  return { ...without(message, foreign), ...changes };
}

function foreignFields(message: JsonObject): string[] {
  // A message of the legacy role needs its name.
  return Object.keys(message).filter(
    (name) => !MESSAGE_FIELDS.has(name) && !(name === 'name' && message['role'] === 'function'),
  );
}

/** Results are text only. */
function refuseImages(content: JsonValue | undefined, param: string): void {
  const at = Array.isArray(content)
    ? content.findIndex((part) => isJsonObject(part) && part['type'] === 'image_url')
    : -1;
  if (at < 0) return;
  throw new UnsupportedParameterError(`${param}[${at}]`, 'Groq takes results of tools as text only.');
}

/** Thoughts of another vendor's turn, which mean nothing here. */
const THOUGHTS: ReadonlySet<JsonValue | undefined> = new Set(['thinking', 'redacted_thinking', 'reasoning']);

const PART_FIELDS: ReadonlySet<string> = new Set(['type', 'text', 'image_url']);

function prepareParts(given: JsonValue[], param: string, dropped: Set<string>): JsonValue[] {
  const isThought = (part: JsonValue) => isJsonObject(part) && THOUGHTS.has(part['type']);
  const parts = given.some(isThought) ? given.filter((part) => !isThought(part)) : given;
  return mapObjects(parts, (part, index) => {
    if (part['type'] === 'file' || part['type'] === 'input_audio') {
      const at = `${param}[${index}]`;
      throw new UnsupportedParameterError(at, `Groq takes text and images; ${at} is neither.`);
    }
    if (part['type'] === 'refusal') return { type: 'text', text: part['refusal'] };
    const foreign = Object.keys(part).filter((name) => !PART_FIELDS.has(name));
    for (const name of foreign) dropped.add(`messages[].content[].${name}`);
    return withRightImage(foreign.length === 0 ? part : without(part, foreign));
  });
}

function withRightImage(part: JsonObject): JsonObject {
  const image = part['image_url'];
  if (!isJsonObject(image) || typeof image['url'] !== 'string') return part;
  const url = withImageType(image['url']);
  return url === image['url'] ? part : { ...part, image_url: { ...image, url } };
}

const CALL_FIELDS: ReadonlySet<string> = new Set(['id', 'type', 'function']);

/** Vendors keep signatures and positions in calls; they mean nothing to another vendor. */
function prepareToolCalls(calls: JsonValue[]): JsonValue[] {
  return mapObjects(calls, (call) => {
    const foreign = Object.keys(call).filter((name) => !CALL_FIELDS.has(name));
    return withObjectArguments(foreign.length === 0 ? call : without(call, foreign));
  });
}

/** Groq refuses a history in which a call's arguments are no JSON object, as a model that was cut off leaves them. */
function withObjectArguments(call: JsonObject): JsonObject {
  const called = call['function'];
  if (!isJsonObject(called) || typeof called['arguments'] !== 'string') return call;
  const text = called['arguments'];
  // It takes the `null` of a function without parameters.
  const fits = text === 'null' || parseObject(text) !== null;
  return fits ? call : { ...call, function: { ...called, arguments: JSON.stringify(readArguments(text)) } };
}

function without(source: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(source).filter(([name]) => !names.includes(name)));
}
