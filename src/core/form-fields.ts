import type { JsonObject, JsonValue } from './json.js';

/** A field's name with what it is part of: `name`, `name[]` or `name[key]`. */
const NAME = /^([^[\]]+)(?:\[([^[\]]*)\])?$/;

type Members = Record<string, JsonValue>;

/**
 * The fields of a form as JSON, in the spelling of OpenAI's clients: `name[]` collects a list, `name[key]` the members
 * of an object, and of a plain name that repeats the last value counts. Values stay texts.
 */
export class FormFields {
  private readonly values = nothing();
  private bytes = 0;

  constructor(private readonly limitBytes: number) {}

  /** False where all fields together are too large. */
  add(name: string, value: string): boolean {
    this.bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (this.bytes > this.limitBytes) return false;
    const [, base = name, key] = NAME.exec(name) ?? [];
    const known = this.values[base];
    if (key === undefined) this.values[base] = value;
    else if (key === '') this.values[base] = [...(Array.isArray(known) ? known : []), value];
    else this.values[base] = Object.assign(isMembers(known) ? known : nothing(), { [key]: value });
    return true;
  }

  toObject(): JsonObject {
    return this.values;
  }
}

/** The other way round: JSON as fields. A null becomes no field. */
export function toFormFields(json: JsonObject): readonly { readonly name: string; readonly value: string }[] {
  return Object.entries(json).flatMap(([name, value]) => {
    if (value === undefined || value === null) return [];
    if (Array.isArray(value)) return value.map((item) => ({ name: `${name}[]`, value: toText(item) }));
    if (typeof value !== 'object') return [{ name, value: toText(value) }];
    return Object.entries(value).flatMap(([key, member]) =>
      member === undefined || member === null ? [] : [{ name: `${name}[${key}]`, value: toText(member) }],
    );
  });
}

function toText(value: JsonValue): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isMembers(value: JsonValue | undefined): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Without a prototype, since callers choose the members' names. */
function nothing(): Members {
  return Object.create(null) as Members;
}
