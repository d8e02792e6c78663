import { sample } from 'openapi-sampler';
import { isJsonObject, objectOf, type JsonObject, type JsonValue } from '../../../core/json.js';

/** Past this depth only what must be there is made, so that recursive schemas end. */
const REQUIRED_ONLY_DEPTH = 5;
/** openapi-sampler stops one level further down. */
const MAX_DEPTH = 14;
const MAX_ITEMS = 100;
const MAX_TEXT = 10_000;
/** How long the answer may become, in about characters; what is past it is null. */
const MAX_SIZE = 200_000;
const SIZE_OF_VALUE = 100;

/** Those that openapi-sampler knows. */
const FORMATS: ReadonlySet<unknown> = new Set([
  ...['date-time', 'date', 'time', 'email', 'hostname', 'ipv4', 'ipv6', 'uri', 'uri-reference', 'uuid'],
  ...['idn-email', 'idn-hostname', 'iri', 'iri-reference', 'uri-template', 'json-pointer', 'regex'],
]);

/** One value that a JSON schema accepts: always the same, and the plainest there is. Patterns are not looked at. */
export function exampleValue(schema: JsonObject): JsonValue {
  const plain = new SchemaUnfolder(schema).unfold(schema, 0);
  return sample(plain, { quiet: true }) as JsonValue;
}

/**
 * Makes a schema plain: without references and alternatives, and finite. openapi-sampler itself would follow a caller's
 * schema without bound, take the first alternative where only another one ends a recursion, and ignore `multipleOf`.
 */
class SchemaUnfolder {
  private left = MAX_SIZE;

  constructor(private readonly root: JsonObject) {}

  unfold(schema: JsonValue | undefined, depth: number): JsonObject {
    if (!isJsonObject(schema)) return { const: 'sandbox' };
    const stated = statedValue(schema);
    this.left -= stated === undefined ? SIZE_OF_VALUE : JSON.stringify(stated).length;
    if (depth > MAX_DEPTH || this.left < 0) return { const: null };
    if (stated !== undefined) return { const: stated };
    const parts = this.partsOf(schema, depth);
    return parts.length === 0 ? this.ofType(schema, depth) : this.unfold(merge(schema, parts), depth + 1);
  }

  /** The schemas that this one refers to, one of each list of alternatives. */
  private partsOf({ $ref, anyOf, oneOf, allOf }: JsonObject, depth: number): readonly JsonObject[] {
    const all = Array.isArray(allOf) ? allOf.slice(0, MAX_ITEMS) : [];
    const parts = [chooseSchema(anyOf, depth), chooseSchema(oneOf, depth), ...all].filter(isJsonObject);
    const references = [$ref, ...parts.map((part) => part['$ref'])];
    const plain = parts.filter((part) => part['$ref'] === undefined);
    return [...references.filter((each) => typeof each === 'string').map((each) => this.resolve(each)), ...plain];
  }

  private resolve(reference: string): JsonObject {
    let found: JsonValue | undefined = this.root;
    for (const step of reference.split('/').slice(1)) {
      const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
      found = isJsonObject(found) && Object.hasOwn(found, name) ? found[name] : undefined;
    }
    return objectOf(found);
  }

  private ofType(schema: JsonObject, depth: number): JsonObject {
    const type = typeOf(schema);
    switch (type) {
      case 'object':
        return this.ofObject(schema, depth);
      case 'array':
        return this.ofArray(schema, depth);
      case 'integer':
      case 'number':
        return { const: numberFor(schema) };
      case 'boolean':
      case 'null':
        return { type };
      default:
        return this.ofText(schema);
    }
  }

  private ofObject({ properties, required }: JsonObject, depth: number): JsonObject {
    const named = objectOf(properties);
    const needed = Array.isArray(required) ? required.filter((name) => typeof name === 'string') : [];
    const names = new Set(depth > REQUIRED_ONLY_DEPTH ? needed : [...Object.keys(named), ...needed]);
    const unfolded = [...names].map((name) => [name, this.unfold(named[name], depth + 1)]);
    return { type: 'object', properties: Object.fromEntries(unfolded) as JsonObject };
  }

  private ofArray({ items, prefixItems, minItems, maxItems }: JsonObject, depth: number): JsonObject {
    const least = typeof minItems === 'number' ? minItems : depth > REQUIRED_ONLY_DEPTH ? 0 : 1;
    const length = Math.min(least, typeof maxItems === 'number' ? maxItems : MAX_ITEMS, MAX_ITEMS);
    const schemas = Array.isArray(prefixItems) ? prefixItems : Array.from({ length }, () => items);
    return { type: 'array', items: schemas.map((item) => this.unfold(item, depth + 1)), maxItems: schemas.length };
  }

  private ofText({ format, minLength, maxLength }: JsonObject): JsonObject {
    if (format === 'duration') return { const: 'PT1S' };
    if (FORMATS.has(format)) return { type: 'string', format };
    const padded = 'sandbox'.padEnd(typeof minLength === 'number' ? Math.min(minLength, MAX_TEXT) : 0, '.');
    this.left -= padded.length;
    return { const: typeof maxLength === 'number' ? padded.slice(0, maxLength) : padded };
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
  const wantsNull = depth > REQUIRED_ONLY_DEPTH;
  return schemas.find((schema) => (schema['type'] === 'null') === wantsNull) ?? schemas.at(0);
}

function merge({ $ref: _, anyOf: _any, oneOf: _one, allOf: _all, ...own }: JsonObject, parts: readonly JsonObject[]) {
  const all: readonly JsonObject[] = [own, ...parts];
  return {
    ...Object.fromEntries(all.flatMap((schema) => Object.entries(schema))),
    properties: Object.fromEntries(all.flatMap(({ properties }) => Object.entries(objectOf(properties)))),
    required: all.flatMap(({ required }) => (Array.isArray(required) ? required : [])),
  };
}

function typeOf({ type, properties, items }: JsonObject): JsonValue | undefined {
  if (Array.isArray(type)) return type.find((name) => name !== 'null') ?? 'null';
  if (type !== undefined) return type;
  if (Object.keys(objectOf(properties)).length > 0) return 'object';
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
