import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { fitId } from './tool-ids.js';

/** What a vendor takes as the name of a tool. */
export interface ToolNameRule {
  /** Matches a name that the vendor takes, whole. */
  readonly pattern: RegExp;
  readonly maxLength: number;
  /** Whether a name may begin with a digit or a hyphen. */
  readonly startsWithLetter?: true;
}

/** The names of one request's tools, in the vendor's form and back. */
export interface ToolNames {
  toVendor(name: string): string;
  /** A name that the model made up stays as it is. */
  toCaller(name: string): string;
}

const UNCHANGED: ToolNames = { toVendor: (name) => name, toCaller: (name) => name };

/**
 * Fits the names of a request's tools, those that only its history holds too, to what the vendor takes. Two names never
 * become one. The same request gives the same names, so that its reply can be mapped back without keeping anything.
 *
 * @param json the request in OpenAI's form
 */
export function fitToolNames(json: JsonObject, rule: ToolNameRule): ToolNames {
  const names = namesOf(json);
  if (names.every((name) => fits(name, rule))) return UNCHANGED;
  const toVendor = new Map<string, string>();
  const toCaller = new Map<string, string>();
  const bind = (name: string, fitted: string) => {
    toVendor.set(name, fitted);
    toCaller.set(fitted, name);
  };
  for (const name of names) if (fits(name, rule)) bind(name, name);
  for (const name of names) {
    if (toVendor.has(name)) continue;
    const readable = toReadable(name, rule);
    bind(name, toCaller.has(readable) || readable === '' ? toUnique(name, readable, rule) : readable);
  }
  return { toVendor: (name) => toVendor.get(name) ?? name, toCaller: (name) => toCaller.get(name) ?? name };
}

function fits(name: string, { pattern, maxLength }: ToolNameRule): boolean {
  return name.length <= maxLength && pattern.test(name);
}

function toReadable(name: string, { maxLength, startsWithLetter }: ToolNameRule): string {
  const clean = name.replace(/[^a-zA-Z0-9_-]/g, '_');
  const started = startsWithLetter === true && !/^[a-zA-Z_]/.test(clean) ? `_${clean}` : clean;
  // A name that was cut may be the beginning of another one.
  return started.length <= maxLength ? started : '';
}

const HASH_LENGTH = 8;

function toUnique(name: string, readable: string, rule: ToolNameRule): string {
  const stem = (readable === '' ? toReadable(name.slice(0, rule.maxLength - HASH_LENGTH - 2), rule) : readable).slice(
    0,
    rule.maxLength - HASH_LENGTH - 1,
  );
  return `${stem}_${fitId(name, /^$/, HASH_LENGTH)}`;
}

/** Every name once: of tools, of functions, of the choice among them, and of calls in the conversation. */
function namesOf({ tools, functions, messages, tool_choice: choice, function_call: legacyChoice }: JsonObject) {
  const names = new Set<string>();
  const add = (holder: JsonValue | undefined) => {
    if (isJsonObject(holder) && typeof holder['name'] === 'string' && holder['name'] !== '') names.add(holder['name']);
  };
  const addFunction = (holder: JsonValue | undefined) => {
    if (isJsonObject(holder)) add(holder['function']);
  };
  listOf(tools).forEach(addFunction);
  listOf(functions).forEach(add);
  addFunction(choice);
  add(legacyChoice);
  for (const message of listOf(messages)) {
    if (!isJsonObject(message)) continue;
    listOf(message['tool_calls']).forEach(addFunction);
    add(message['function_call']);
  }
  return [...names];
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}
