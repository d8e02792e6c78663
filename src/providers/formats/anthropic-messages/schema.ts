import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { describeRest } from '../openai-chat/tools.js';

/** What Claude compiles of a schema; it refuses every other keyword. */
const COMPILED_KEYWORDS: ReadonlySet<string> = new Set([
  ...['type', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref', '$defs', 'definitions', 'default', 'title'],
  ...['properties', 'required', 'additionalProperties', 'items', 'description', '$schema', '$id'],
]);
const FORMATS: ReadonlySet<JsonValue | undefined> = new Set([
  ...['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'uri', 'ipv4', 'ipv6', 'uuid'],
]);
const LOOK_AROUND_OR_BACK_REFERENCE = /\(\?[=!<]|\\[1-9b]/i;

/** Keywords whose members are schemas by name, where a property may be called like a keyword. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/**
 * A copy of a JSON schema that Claude compiles: objects are closed, and what it refuses moves into the description.
 * Only for schemas that `isCompilable`.
 *
 * @param onBound called for each schema of which a part moved into the description
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 */
export function fitSchema(given: JsonObject, onBound: () => void): JsonObject {
  const schema = normalized(given);
  const fitted: JsonObject = {};
  const bounds: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (isRefused(keyword, value)) bounds[keyword] = value;
    else if (NAMED_SCHEMAS.has(keyword) && isJsonObject(value)) fitted[keyword] = fitMembers(value, onBound);
    else if (keyword === 'oneOf') fitted['anyOf'] = fitValue(value, onBound);
    else fitted[keyword] = VALUES.has(keyword) ? value : fitValue(value, onBound);
  }
  if (isObjectSchema(schema)) fitted['additionalProperties'] = false;
  if (Object.keys(bounds).length > 0) {
    fitted['description'] = describeRest(schema['description'], bounds);
    onBound();
  }
  return fitted;
}

/**
 * Whether Claude's structured output can express a schema. It cannot where an object takes members that are not named
 * (closing it would lose them in silence), nor where a schema is recursive, in another document, or takes anything.
 */
export function isCompilable(schema: JsonObject): boolean {
  return !hasOpenObject(schema) && !hasEndlessReference(schema) && !hasUncompiled(schema);
}

const SHAPES = ['type', 'enum', 'const', '$ref', 'anyOf', 'oneOf', 'allOf', 'properties'];

/** A schema that takes anything, values that are no plain ones, or combinations that Claude does not compile. */
function hasUncompiled(schema: JsonObject): boolean {
  const { enum: values, anyOf, oneOf, allOf, properties, items } = schema;
  const takesAnything = SHAPES.every((keyword) => schema[keyword] === undefined);
  const isPlain = !Array.isArray(values) || (values.length > 0 && values.every((value) => !isNested(value)));
  const combines =
    (anyOf !== undefined && oneOf !== undefined) ||
    (Array.isArray(allOf) &&
      allOf.length > 1 &&
      allOf.some((part) => isJsonObject(part) && part['$ref'] !== undefined));
  const members = [items, ...(isJsonObject(properties) ? Object.values(properties) : [])];
  const hasBoolean = members.some((member) => typeof member === 'boolean');
  return takesAnything || !isPlain || combines || hasBoolean || schemasIn(schema).some(hasUncompiled);
}

function isNested(value: JsonValue): boolean {
  return Array.isArray(value) || isJsonObject(value);
}

/** The same with the keywords that Claude knows, not OpenAPI's `nullable`, an untyped `properties` or an `allOf` of one. */
function normalized(schema: JsonObject): JsonObject {
  const { nullable, ...rest } = schema;
  const { type, enum: values, allOf, anyOf, properties } = rest;
  const isNullable = nullable === true || (Array.isArray(values) && values.includes(null));
  const types = Array.isArray(type) ? type : [type];
  const isWidened = isNullable && type !== undefined && !types.includes('null');
  const isAllOfOne = Array.isArray(allOf) && allOf.length === 1 && anyOf === undefined;
  const changes: JsonObject = {
    ...(isWidened && { type: [...types.filter((each) => each !== undefined), 'null'] }),
    ...(isWidened &&
      nullable === true &&
      Array.isArray(values) &&
      !values.includes(null) && { enum: [...values, null] }),
    ...(isAllOfOne && { anyOf: allOf, allOf: undefined }),
    ...(type === undefined && isJsonObject(properties) && { type: 'object' }),
  };
  if (Object.keys(changes).length === 0) return nullable === undefined ? schema : rest;
  return Object.fromEntries(Object.entries({ ...rest, ...changes }).filter(([, value]) => value !== undefined));
}

function isRefused(keyword: string, value: JsonValue | undefined): boolean {
  switch (keyword) {
    case 'minItems':
      return value !== 0 && value !== 1;
    case 'format':
      return !FORMATS.has(value);
    case 'pattern':
      return typeof value === 'string' && LOOK_AROUND_OR_BACK_REFERENCE.test(value);
    default:
      return !COMPILED_KEYWORDS.has(keyword);
  }
}

function hasOpenObject(schema: JsonObject): boolean {
  const { additionalProperties: additional, patternProperties } = schema;
  if (additional === true || isJsonObject(additional) || isJsonObject(patternProperties)) return true;
  // An object about which nothing is known would be closed to `{}`.
  const isFree = isObjectSchema(schema) && additional === undefined && !hasShape(schema);
  return isFree || schemasIn(schema).some(hasOpenObject);
}

function hasShape({ properties, $ref, anyOf, oneOf, allOf }: JsonObject): boolean {
  return (isJsonObject(properties) && Object.keys(properties).length > 0) || [$ref, anyOf, oneOf, allOf].some(Boolean);
}

/** Follows references downwards; one that is met again below itself makes the schema recursive. */
function hasEndlessReference(root: JsonObject): boolean {
  const done = new Set<string>();
  const visit = (schema: JsonObject, way: readonly string[]): boolean => {
    const reference = schema['$ref'];
    if (typeof reference === 'string' && !done.has(reference)) {
      if (way.includes(reference)) return true;
      const target = resolveReference(root, reference);
      if (target === null || visit(target, [...way, reference])) return true;
      done.add(reference);
    }
    return schemasIn(schema, (keyword) => keyword !== '$defs' && keyword !== 'definitions').some((each) =>
      visit(each, way),
    );
  };
  return visit(root, []);
}

/** The schema that a reference within the same document names; null where it names none. */
export function resolveReference(root: JsonObject, reference: string): JsonObject | null {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return null;
  let found: JsonValue | undefined = root;
  for (const step of reference.slice(2).split('/')) {
    if (!isJsonObject(found)) return null;
    found = found[decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')];
  }
  return isJsonObject(found) ? found : null;
}

/** The schemas directly inside a schema. */
export function schemasIn(schema: JsonObject, enters: (keyword: string) => boolean = () => true): JsonObject[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (VALUES.has(keyword) || !enters(keyword)) return [];
    if (NAMED_SCHEMAS.has(keyword) && isJsonObject(value)) return Object.values(value).filter(isJsonObject);
    return Array.isArray(value) ? value.filter(isJsonObject) : isJsonObject(value) ? [value] : [];
  });
}

function fitValue(value: JsonValue | undefined, onBound: () => void): JsonValue | undefined {
  if (Array.isArray(value)) return value.map((entry) => fitValue(entry, onBound) ?? null);
  return isJsonObject(value) ? fitSchema(value, onBound) : value;
}

function fitMembers(members: JsonObject, onBound: () => void): JsonObject {
  return Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, fitValue(schema, onBound)]));
}

function isObjectSchema({ type, properties }: JsonObject): boolean {
  return type === 'object' || (Array.isArray(type) && type.includes('object')) || isJsonObject(properties);
}
