import { isJsonObject, type JsonObject, type JsonValue, objectsOf } from '../../../core/json.js';
import { toCurrentDraft } from '../openai-chat/current-draft.js';
import { describeRest, toObjectSchema } from '../openai-chat/tools.js';
import { resolveReference } from './schema.js';

/**
 * A copy of a tool's parameters without `anyOf`, `oneOf`, `allOf` or `$ref` at the top, which Claude refuses. What all
 * alternatives demand is demanded; what only some do stands in the description.
 *
 * @param onWords called where part of the schema moved into the description
 * @see https://docs.claude.com/en/docs/agents-and-tools/tool-use/implement-tool-use
 */
export function toToolSchema(given: JsonObject, onWords: () => void): JsonObject {
  const parameters = toCurrentDraft(given, onWords);
  const merging = { root: parameters, left: MAX_MERGES };
  const { anyOf, oneOf, allOf, $ref, ...whole } = mergeAll(parameters, merging);
  const fitted = toObjectSchema(Object.keys(whole).length === 0 ? {} : { ...whole, type: 'object' });
  const words = {
    ...(Array.isArray(anyOf) && { anyOf }),
    ...(Array.isArray(oneOf) && { oneOf }),
    ...(allOf !== undefined && { allOf }),
    ...($ref !== undefined && { $ref }),
  };
  if (Object.keys(words).length === 0) return fitted;
  onWords();
  const groups = [objectsOf(anyOf), objectsOf(oneOf)].filter((group) => group.length > 0);
  const open = groups.reduce((schema, group) => addAlternatives(schema, group, merging), fitted);
  return { ...open, description: describeRest(fitted['description'], words) };
}

/** References may be recursive: what is not merged by then moves into the description. */
const MAX_MERGES = 200;

interface Merging {
  readonly root: JsonObject;
  left: number;
}

/** References and `allOf` at the top, merged into one schema. */
function mergeAll(schema: JsonObject, merging: Merging): JsonObject {
  const { $ref, allOf, ...own } = schema;
  const referred = typeof $ref === 'string' ? resolveReference(merging.root, $ref) : null;
  if ((typeof $ref === 'string' && referred === null) || merging.left <= 0) return schema;
  const parts = [...(referred === null ? [] : [referred]), ...objectsOf(allOf)];
  merging.left -= parts.length;
  return parts.reduce<JsonObject>((merged, part) => merge(merged, mergeAll(part, merging)), own);
}

function merge(one: JsonObject, other: JsonObject): JsonObject {
  const required = [...new Set([...namesOf(one['required']), ...namesOf(other['required'])])];
  return {
    ...other,
    ...one,
    ...(isJsonObject(other['properties']) && { properties: mergeProperties(one['properties'], other['properties']) }),
    ...(required.length > 0 && { required }),
  };
}

/** A property that two schemas describe must satisfy both. */
function mergeProperties(one: JsonValue | undefined, other: JsonObject): JsonObject {
  const merged: JsonObject = isJsonObject(one) ? { ...one } : {};
  for (const [name, schema] of Object.entries(other)) {
    const known = merged[name];
    merged[name] = known === undefined || isSame(known, schema) ? schema : { allOf: [known, schema ?? {}] };
  }
  return merged;
}

function addAlternatives(schema: JsonObject, group: readonly JsonObject[], merging: Merging): JsonObject {
  const alternatives = group.map((each) => mergeAll(each, merging));
  const properties: JsonObject = isJsonObject(schema['properties']) ? { ...schema['properties'] } : {};
  for (const name of new Set(alternatives.flatMap((each) => Object.keys(propertiesOf(each))))) {
    if (properties[name] !== undefined) continue;
    const schemas = distinct(alternatives.map((each) => propertiesOf(each)[name]).filter((each) => each !== undefined));
    properties[name] = schemas.length === 1 ? schemas[0] : { anyOf: schemas };
  }
  const demands = alternatives.map((each) => namesOf(each['required']));
  const byAll = (demands[0] ?? []).filter((name) => demands.every((names) => names.includes(name)));
  const required = [...new Set([...namesOf(schema['required']), ...byAll])];
  return { ...schema, properties, ...(required.length > 0 && { required }) };
}

function propertiesOf({ properties }: JsonObject): JsonObject {
  return isJsonObject(properties) ? properties : {};
}

function namesOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];
}

function distinct(values: readonly JsonValue[]): JsonValue[] {
  return values.filter((value, index) => values.findIndex((other) => isSame(other, value)) === index);
}

function isSame(one: JsonValue | undefined, other: JsonValue | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
