import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';

/** Past this depth only what must be there is made, so that recursive schemas end. */
const PLAIN_DEPTH = 5;
const MAX_DEPTH = 16;
const MAX_VALUES = 2_000;
const MAX_ITEMS = 100;

const TEXT_BY_FORMAT: Readonly<Record<string, string | undefined>> = {
  'date-time': '2025-01-01T00:00:00Z',
  date: '2025-01-01',
  time: '00:00:00Z',
  duration: 'PT1S',
  email: 'sandbox@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '00000000-0000-4000-8000-000000000000',
};

/** One value that a JSON schema accepts: always the same, and the plainest there is. Patterns are not looked at. */
export function exampleValue(schema: JsonObject): JsonValue {
  return new ExampleMaker(schema).value(schema, 0);
}

class ExampleMaker {
  private made = 0;

  constructor(private readonly root: JsonObject) {}

  value(schema: JsonValue | undefined, depth: number): JsonValue {
    if (!isJsonObject(schema)) return 'sandbox';
    const stated = statedValue(schema);
    if (stated !== undefined) return stated;
    this.made++;
    if (depth > MAX_DEPTH || this.made > MAX_VALUES) return null;
    const other = this.elsewhere(schema, depth);
    return other === null ? this.ofType(schema, depth) : this.value(other, depth + 1);
  }

  /** The schema that this one only points to, null where it says itself what it wants. */
  private elsewhere(schema: JsonObject, depth: number): JsonObject | null {
    const reference = schema['$ref'];
    if (typeof reference === 'string') return resolve(reference, this.root);
    for (const list of ['anyOf', 'oneOf']) {
      const chosen = chooseSchema(schema[list], depth);
      if (chosen !== undefined) return chosen;
    }
    const parts = schema['allOf'];
    return Array.isArray(parts) ? merge(parts.filter(isJsonObject), this.root) : null;
  }

  private ofType(schema: JsonObject, depth: number): JsonValue {
    switch (typeOf(schema)) {
      case 'object':
        return this.ofObject(schema, depth);
      case 'array':
        return this.ofArray(schema, depth);
      case 'integer':
      case 'number':
        return numberFor(schema);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return stringFor(schema);
    }
  }

  private ofObject({ properties, required }: JsonObject, depth: number): JsonObject {
    const named = isJsonObject(properties) ? properties : {};
    const needed = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
    const names = new Set(depth > PLAIN_DEPTH ? needed : [...Object.keys(named), ...needed]);
    return Object.fromEntries([...names].map((name) => [name, this.value(named[name], depth + 1)]));
  }

  private ofArray({ items, prefixItems, minItems, maxItems }: JsonObject, depth: number): JsonValue[] {
    if (Array.isArray(prefixItems)) return prefixItems.map((item) => this.value(item, depth + 1));
    const least = typeof minItems === 'number' ? minItems : depth > PLAIN_DEPTH ? 0 : 1;
    const length = Math.min(least, typeof maxItems === 'number' ? maxItems : MAX_ITEMS, MAX_ITEMS);
    return Array.from({ length }, () => this.value(items, depth + 1));
  }
}

function statedValue(schema: JsonObject): JsonValue | undefined {
  if (schema['const'] !== undefined) return schema['const'];
  for (const list of ['enum', 'examples']) {
    const values = schema[list];
    if (Array.isArray(values) && values.length > 0) return values[0];
  }
  return schema['default'];
}

/** Values that may be null are written with null first as often as last; deep down null is the shortest. */
function chooseSchema(list: JsonValue | undefined, depth: number): JsonObject | undefined {
  const schemas = Array.isArray(list) ? list.filter(isJsonObject) : [];
  const wantsNull = depth > PLAIN_DEPTH;
  return schemas.find((schema) => (schema['type'] === 'null') === wantsNull) ?? schemas.at(0);
}

function resolve(reference: string, root: JsonObject): JsonObject {
  let found: JsonValue | undefined = root;
  for (const step of reference.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    found = isJsonObject(found) ? found[name] : undefined;
  }
  return isJsonObject(found) ? found : {};
}

function merge(parts: readonly JsonObject[], root: JsonObject): JsonObject {
  const resolved = parts.map((part) => (typeof part['$ref'] === 'string' ? resolve(part['$ref'], root) : part));
  const properties = Object.assign({}, ...resolved.map((part) => part['properties'] ?? {})) as JsonObject;
  return { ...(Object.assign({}, ...resolved) as JsonObject), properties };
}

function typeOf({ type, properties, items }: JsonObject): JsonValue | undefined {
  if (Array.isArray(type)) return type.find((name) => name !== 'null') ?? 'null';
  if (type !== undefined) return type;
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
}

function numberFor({ minimum, exclusiveMinimum, maximum, exclusiveMaximum, multipleOf }: JsonObject): number {
  const step = typeof multipleOf === 'number' && multipleOf > 0 ? multipleOf : 1;
  let chosen = step;
  if (typeof minimum === 'number') chosen = Math.max(chosen, Math.ceil(minimum / step) * step);
  if (typeof exclusiveMinimum === 'number') chosen = Math.max(chosen, (Math.floor(exclusiveMinimum / step) + 1) * step);
  if (typeof maximum === 'number') chosen = Math.min(chosen, Math.floor(maximum / step) * step);
  if (typeof exclusiveMaximum === 'number') chosen = Math.min(chosen, (Math.ceil(exclusiveMaximum / step) - 1) * step);
  // Between two steps there may be nothing but the bound itself.
  return typeof minimum === 'number' && chosen < minimum ? minimum : chosen;
}

function stringFor({ format, minLength, maxLength }: JsonObject): string {
  const text = (typeof format === 'string' ? TEXT_BY_FORMAT[format] : undefined) ?? 'sandbox';
  const padded = typeof minLength === 'number' ? text.padEnd(Math.min(minLength, 10_000), '.') : text;
  return typeof maxLength === 'number' ? padded.slice(0, maxLength) : padded;
}
