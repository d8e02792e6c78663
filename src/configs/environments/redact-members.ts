import { isJsonObject, type JsonValue } from '../../core/json.js';

const REDACTED = '[redacted]';
/** Rather nothing than something that should have been struck out. */
const NOT_KEPT = '[not kept: it could not be read whole, and members of it are to be redacted]';
const EVENT = 'data:';
const STREAM_END = '[DONE]';

/** A member's name, or `*` for all members or elements. */
export type MemberPath = readonly string[];
const SEGMENT = /\.([A-Za-z_][\w-]*|\*)|\[(\*|\d+|'[^']*')\]/y;

/** @param path as `$.messages[*].content`; null where it is no path */
export function parseMemberPath(path: string): MemberPath | null {
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

/** Strikes members out of a JSON text, or out of each event of a stream. */
export function redactMembers(text: string, paths: readonly MemberPath[]): string {
  const whole = redactJson(text, paths);
  if (whole !== null) return whole;
  const lines = text.split('\n');
  if (!lines.some((line) => line.startsWith(EVENT))) return NOT_KEPT;
  return lines.map((line) => redactEvent(line, paths)).join('\n');
}

function redactEvent(line: string, paths: readonly MemberPath[]): string {
  if (!line.startsWith(EVENT)) return line.startsWith(':') || /^(event|id|retry):|^\s*$/.test(line) ? line : NOT_KEPT;
  const data = line.slice(EVENT.length).trim();
  return data === STREAM_END ? line : `${EVENT} ${redactJson(data, paths) ?? NOT_KEPT}`;
}

/** Null where it is no JSON. */
function redactJson(text: string, paths: readonly MemberPath[]): string | null {
  try {
    let value = JSON.parse(text) as JsonValue;
    for (const path of paths) value = redactAt(value, path);
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function redactAt(value: JsonValue, [segment, ...rest]: MemberPath): JsonValue {
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
