import type { JsonBody } from '../../../core/json-body.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { fitId } from './tool-ids.js';
import { withImageType } from './image-type.js';
import { mapObjects } from './map-choices.js';

/** OpenAI's own limit; others' are no shorter. */
const MAX_ID_LENGTH = 40;
const FITTING_ID = new RegExp(`^[^]{0,${MAX_ID_LENGTH}}$`);

export interface FittedHost {
  readonly takesDeveloperRole: boolean;
  /** Members of messages that it refuses. */
  readonly unknownMembers?: ReadonlySet<string>;
}

/**
 * A chat or completions request without what OpenAI's format knows and its hosts refuse: ids of tool calls that other
 * vendors made too long, a media type that does not exist, an empty `stop`, an empty list of tools or calls, an answer
 * without anything in it, and `developer` where it is not a role. Where there is none of these, the caller's own bytes
 * are kept, without having been parsed.
 */
export function fitRequest(body: JsonBody, host: FittedHost): JsonBody {
  const changes: Record<string, JsonValue | undefined> = {};
  const stop = body.get('stop');
  if (stop !== undefined && isEmptyStop(stop)) changes['stop'] = withoutEmpty(stop);
  Object.assign(changes, withoutIdleTools(body));
  const fitsRoles = !host.takesDeveloperRole && holdsDeveloper(body);
  const { unknownMembers: unknown = NONE } = host;
  const fitsMembers = unknown.size > 0 && [...unknown].some((name) => body.bytes.includes(`"${name}"`));
  if (fitsRoles || fitsMembers || holdsJpg(body.bytes) || holdsLongId(body.bytes) || mayHoldEmptyAnswer(body.bytes)) {
    const messages = body.get('messages');
    if (Array.isArray(messages)) {
      const known = fitsMembers ? mapObjects(messages, (message) => withoutMembers(message, unknown)) : messages;
      const fitted = mapObjects(known, (message) => fitMessage(message, fitsRoles));
      if (fitted !== messages) changes['messages'] = fitted;
    }
  }
  return body.with(changes);
}

const CLOSING_BRACKET = 0x5d;

/** Members that hosts refuse where there are no tools: an empty list of them, and how they may be called. */
function withoutIdleTools(body: JsonBody): Record<string, undefined> {
  const isEmpty = body.firstByteOf('tools') === OPENING_BRACKET && body.firstByteInside('tools') === CLOSING_BRACKET;
  if (body.has('functions') || (body.has('tools') && !isEmpty && body.get('tools') !== null)) return {};
  const choice = body.get('tool_choice');
  const isIdle = choice === 'auto' || choice === 'none' || choice === null;
  return {
    ...(isEmpty && { tools: undefined }),
    ...(body.has('tool_choice') && isIdle && { tool_choice: undefined }),
    ...(body.has('parallel_tool_calls') && { parallel_tool_calls: undefined }),
  };
}

const OPENING_BRACKET = 0x5b;

/*
 * Long prompts are searched for what hardly ever is in them. Each search begins with a byte that is rare in JSON and in
 * prose, and is fifty times faster for it than one that begins with a quote. In short ones most of a search for a string
 * would be making bytes of it.
 */
const [NO_CALLS, NO_CALLS_SPACED] = [Buffer.from('_calls":[]'), Buffer.from('_calls": []')];
const [IS_NULL, IS_NULL_SPACED] = [Buffer.from(':null'), Buffer.from(': null')];
const JPG = Buffer.from('jpg');

/** Whether an assistant's message may have neither content nor calls, or an empty list of calls, by counting only. */
function mayHoldEmptyAnswer(bytes: Buffer): boolean {
  if (bytes.includes(NO_CALLS) || bytes.includes(NO_CALLS_SPACED)) return true;
  if (!bytes.includes(IS_NULL) && !bytes.includes(IS_NULL_SPACED)) return false;
  const nulls = countOf(bytes, '"content":null') + countOf(bytes, '"content": null');
  return nulls > 0 && nulls > countOf(bytes, '"tool_calls"') + countOf(bytes, '"function_call"');
}

function holdsJpg(bytes: Buffer): boolean {
  return bytes.includes(JPG) && bytes.includes('image/jpg');
}

function countOf(bytes: Buffer, text: string): number {
  let count = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + text.length)) count++;
  return count;
}

/** Whether a request may hold a `developer` message. */
export function holdsDeveloper(body: JsonBody): boolean {
  return body.bytes.includes('veloper"') && body.bytes.includes('"developer"');
}

function isEmptyStop(stop: JsonValue): boolean {
  return stop === '' || (Array.isArray(stop) && (stop.length === 0 || stop.includes('')));
}

/** Nothing where nothing is left. */
function withoutEmpty(stop: JsonValue): JsonValue | undefined {
  const kept = Array.isArray(stop) ? stop.filter((text) => text !== '') : [];
  return kept.length === 0 ? undefined : kept;
}

/** The end of `"tool_call_id"`. */
const RESULT_ID = Buffer.from('_call_id"');
const QUOTE = 0x22;

/** Every call that a conversation may hold is answered by a result, so the results' ids tell. */
function holdsLongId(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(RESULT_ID); at >= 0; at = bytes.indexOf(RESULT_ID, at + RESULT_ID.length)) {
    const start = bytes.indexOf(QUOTE, at + RESULT_ID.length) + 1;
    const end = start === 0 ? -1 : bytes.indexOf(QUOTE, start);
    if (end < 0) return false;
    if (end - start > MAX_ID_LENGTH) return true;
  }
  return false;
}

const NONE: ReadonlySet<string> = new Set();

/** Of an answer and of its calls, without the members that a host has refused. */
function withoutMembers(message: JsonObject, unknown: ReadonlySet<string>): JsonObject {
  if (message['role'] !== 'assistant') return message;
  const isKnown = ([name]: [string, unknown]) => !unknown.has(name);
  const { tool_calls: calls, ...members } = Object.fromEntries(Object.entries(message).filter(isKnown));
  // A refusal is the answer's text.
  if (unknown.has('refusal') && members['content'] == null && typeof message['refusal'] === 'string') {
    members['content'] = message['refusal'];
  }
  if (!Array.isArray(calls)) return members;
  const withKnown = (call: JsonObject): JsonObject => Object.fromEntries(Object.entries(call).filter(isKnown));
  return { ...members, tool_calls: mapObjects(calls, withKnown) };
}

function fitMessage(message: JsonObject, fitsRoles: boolean): JsonObject {
  const changes: JsonObject = {};
  if (fitsRoles && message['role'] === 'developer') changes['role'] = 'system';
  const calls = message['tool_calls'];
  if (Array.isArray(calls) && calls.length === 0) changes['tool_calls'] = undefined;
  if (isEmpty(message)) changes['content'] = '';
  const resultId = fittedId(message['tool_call_id']);
  if (resultId !== undefined) changes['tool_call_id'] = resultId;
  for (const [place, fit] of [['tool_calls', fitCall] as const, ['content', fitPart] as const]) {
    const list = message[place];
    if (!Array.isArray(list) || list.length === 0) continue;
    const fitted = mapObjects(list, fit);
    if (fitted !== list) changes[place] = fitted;
  }
  return Object.keys(changes).length === 0 ? message : { ...message, ...changes };
}

/** Whether an assistant message has no content at all, as an answer of thoughts alone; OpenAI demands a text then. */
function isEmpty({ role, content, tool_calls: calls, function_call: legacy, refusal, audio }: JsonObject): boolean {
  const hasCalls = Array.isArray(calls) && calls.length > 0;
  return (
    role === 'assistant' && content === null && !hasCalls && [legacy, refusal, audio].every((each) => each == null)
  );
}

function fitCall(call: JsonObject): JsonObject {
  const id = fittedId(call['id']);
  return id === undefined ? call : { ...call, id };
}

/** Undefined where it fits as it is. */
function fittedId(id: JsonValue | undefined): string | undefined {
  if (typeof id !== 'string' || FITTING_ID.test(id)) return undefined;
  return fitId(id, FITTING_ID, MAX_ID_LENGTH);
}

function fitPart(part: JsonObject): JsonObject {
  const image = part['image_url'];
  if (!isJsonObject(image) || typeof image['url'] !== 'string') return part;
  // Corrects only the type that does not exist; the host checks everything else.
  const url = /^data:image\/jpg[;,]/i.test(image['url']) ? withImageType(image['url']) : image['url'];
  return url === image['url'] ? part : { ...part, image_url: { ...image, url } };
}
