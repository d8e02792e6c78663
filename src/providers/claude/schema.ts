import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.js';

/** Bounds that Claude's structured output refuses. */
const REFUSED_KEYWORDS: ReadonlySet<string> = new Set([
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]);

/** Keywords whose members are schemas by name, where a property may be called like a keyword. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(['properties', '$defs', 'definitions']);
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/**
 * A copy of a JSON schema that Claude compiles: objects are closed, refused bounds become words of the description.
 *
 * @param onBound called for each schema whose bounds are words now
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 */
export function fitSchema(schema: JsonObject, onBound: () => void): JsonObject {
  const fitted: JsonObject = {};
  const bounds: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (REFUSED_KEYWORDS.has(keyword) || (keyword === 'minItems' && value !== 0 && value !== 1))
      bounds[keyword] = value;
    else if (NAMED_SCHEMAS.has(keyword) && isJsonObject(value)) fitted[keyword] = fitMembers(value, onBound);
    else if (keyword === 'oneOf') fitted['anyOf'] = fitValue(value, onBound);
    else fitted[keyword] = VALUES.has(keyword) ? value : fitValue(value, onBound);
  }
  if (isObjectSchema(schema) && !isJsonObject(schema['additionalProperties'])) fitted['additionalProperties'] = false;
  if (Object.keys(bounds).length > 0) {
    fitted['description'] = describe(schema['description'], bounds);
    onBound();
  }
  return fitted;
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

function describe(description: JsonValue | undefined, bounds: JsonObject): string {
  const words = `Must satisfy ${JSON.stringify(bounds)}.`;
  return typeof description === 'string' && description !== '' ? `${description} ${words}` : words;
}
