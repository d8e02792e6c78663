import { ValidateBy } from 'class-validator';
import { RE2JS } from 're2js';
import { field, type FieldOptions } from '../../core/http/fields.js';
import { isJsonObject, type JsonValue } from '../../core/json.js';

/** What is struck out of prompts and answers before they are kept. */
export interface ContentRedaction {
  /** Regular expressions in RE2's syntax, which take linear time whatever the text. */
  readonly patterns?: readonly string[];
  /** Members of the bodies, as `$.messages[*].content`. */
  readonly paths?: readonly string[];
}

/** @returns the text that may be kept */
export type Redact = (text: string) => string;

const MOST = 20;
const MAX_PATTERN = 500;
const MAX_PATH = 200;
const REDACTED = '[redacted]';
/** Rather nothing than something that should have been struck out. */
const NOT_KEPT = '[not kept: it could not be read whole, and members of it are to be redacted]';
const EVENT = 'data:';
const STREAM_END = '[DONE]';

const LIST = (maxLength: number) => ({ type: 'array', items: { type: 'string', maxLength }, maxItems: MOST }) as const;
const SCHEMA = {
  type: 'object' as const,
  properties: { patterns: LIST(MAX_PATTERN), paths: LIST(MAX_PATH) },
  additionalProperties: false,
};
const DESCRIPTION =
  'Struck out of prompts and answers before they are kept: `patterns` in RE2’s syntax, `paths` of members such as `$.messages[*].content`; null for nothing. What looks like an API key or a token always is';

/** The field of bodies and views. */
export function ContentRedactionField(options: FieldOptions = {}): PropertyDecorator {
  return field({ description: DESCRIPTION, ...options }, SCHEMA, [
    ValidateBy({
      name: 'contentRedaction',
      validator: {
        validate: (value) => problemOf(value) === null,
        defaultMessage: (parameters) => `$property ${problemOf(parameters?.value) ?? ''}`,
      },
    }),
  ]);
}

/** Why this is no redaction, as the end of a sentence; null where it is one. */
function problemOf(value: unknown): string | null {
  if (!isJsonObject(value)) return 'must be an object with "patterns" and "paths"';
  const unknown = Object.keys(value).find((name) => name !== 'patterns' && name !== 'paths');
  if (unknown !== undefined) return `has no member "${unknown}"`;
  for (const [name, maxLength] of [['patterns', MAX_PATTERN] as const, ['paths', MAX_PATH] as const]) {
    const list = value[name] ?? [];
    const isText = (item: unknown) => typeof item === 'string' && item !== '' && item.length <= maxLength;
    if (!Array.isArray(list) || list.length > MOST || !list.every(isText)) {
      return `must have at most ${MOST} ${name} of 1 to ${maxLength} characters`;
    }
  }
  const { patterns = [], paths = [] } = value as ContentRedaction;
  const badPattern = patterns.find((pattern) => !isPattern(pattern));
  if (badPattern !== undefined)
    return `has a pattern that RE2 does not know, or that matches nothing at all: ${badPattern}`;
  const badPath = paths.find((path) => parsePath(path) === null);
  return badPath === undefined ? null : `has a path that is not like $.messages[*].content: ${badPath}`;
}

function isPattern(pattern: string): boolean {
  try {
    return !RE2JS.compile(pattern).matcher('').matches();
  } catch {
    return false;
  }
}

/** For as long as the process lives, since the same rules come with every new state of the configuration. */
const compiled = new Map<string, Redact>();
const MAX_COMPILED = 500;

/** @param rules that were validated; null for none */
export function toRedact(rules: ContentRedaction | null): Redact | null {
  if (rules === null) return null;
  const key = JSON.stringify(rules);
  const known = compiled.get(key);
  if (known !== undefined) return known;
  if (compiled.size >= MAX_COMPILED) compiled.clear();
  const made = compile(rules);
  compiled.set(key, made);
  return made;
}

function compile({ patterns = [], paths = [] }: ContentRedaction): Redact {
  // One expression for all of them, so that a text is read once.
  const pattern = patterns.length === 0 ? null : RE2JS.compile(patterns.map((each) => `(?:${each})`).join('|'));
  const parsed = paths.map(parsePath).filter((path) => path !== null);
  return (text) => {
    const kept = parsed.length === 0 ? text : redactMembers(text, parsed);
    return pattern === null ? kept : pattern.matcher(kept).replaceAll(REDACTED);
  };
}

/** A member's name, or `*` for all members or elements. */
type Path = readonly string[];
const SEGMENT = /\.([A-Za-z_][\w-]*|\*)|\[(\*|\d+|'[^']*')\]/y;

function parsePath(path: string): Path | null {
  if (!path.startsWith('$')) return null;
  const segments: string[] = [];
  SEGMENT.lastIndex = 1;
  while (SEGMENT.lastIndex < path.length) {
    const [, name, index] = SEGMENT.exec(path) ?? [];
    const segment = name ?? index?.replaceAll("'", '');
    if (segment === undefined) return null;
    segments.push(segment);
  }
  return segments.length === 0 ? null : segments;
}

/** Of a JSON text, or of each event of a stream. */
function redactMembers(text: string, paths: readonly Path[]): string {
  const whole = redactJson(text, paths);
  if (whole !== null) return whole;
  const lines = text.split('\n');
  if (!lines.some((line) => line.startsWith(EVENT))) return NOT_KEPT;
  return lines.map((line) => redactEvent(line, paths)).join('\n');
}

function redactEvent(line: string, paths: readonly Path[]): string {
  if (!line.startsWith(EVENT)) return line.startsWith(':') || /^(event|id|retry):|^\s*$/.test(line) ? line : NOT_KEPT;
  const data = line.slice(EVENT.length).trim();
  return data === STREAM_END ? line : `${EVENT} ${redactJson(data, paths) ?? NOT_KEPT}`;
}

/** Null where it is no JSON. */
function redactJson(text: string, paths: readonly Path[]): string | null {
  try {
    let value = JSON.parse(text) as JsonValue;
    for (const path of paths) value = redactAt(value, path);
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function redactAt(value: JsonValue, [segment, ...rest]: Path): JsonValue {
  if (segment === undefined) return REDACTED;
  if (Array.isArray(value)) {
    return value.map((item, index) => (segment === '*' || segment === String(index) ? redactAt(item, rest) : item));
  }
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      member !== undefined && (segment === '*' || segment === name) ? redactAt(member, rest) : member,
    ]),
  );
}
