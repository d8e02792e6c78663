import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';

/** Members that hold values, not schemas. */
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);

/**
 * A schema of an older draft in draft 2020-12, by which some vendors check tools: tuples are `prefixItems`, an
 * exclusive bound is the bound itself. An `enum` of nothing, which no draft allows, is left out. The caller's own
 * object is returned where nothing is to change.
 * @param onLost called where something is left out
 * @see https://json-schema.org/draft/2020-12/release-notes
 */
export function toCurrentDraft(schema: JsonObject, onLost: () => void): JsonObject {
  let changed = false;
  const current: JsonObject = {};
  for (const [keyword, value] of Object.entries(schema)) {
    const next = VALUES.has(keyword) ? value : fitValue(value, onLost);
    if (next !== value) changed = true;
    current[keyword] = next;
  }
  const changes = { ...tupleOf(current), ...boundOf(current, 'Minimum'), ...boundOf(current, 'Maximum') };
  if (Array.isArray(schema['enum']) && schema['enum'].length === 0) {
    onLost();
    changes['enum'] = undefined;
  }
  if (Object.keys(changes).length === 0) return changed ? current : schema;
  return Object.fromEntries(Object.entries({ ...current, ...changes }).filter(([, value]) => value !== undefined));
}

function fitValue(value: JsonValue | undefined, onLost: () => void): JsonValue | undefined {
  if (isJsonObject(value)) return toCurrentDraft(value, onLost);
  if (!Array.isArray(value)) return value;
  const fitted = value.map((item) => (isJsonObject(item) ? toCurrentDraft(item, onLost) : item));
  return fitted.every((item, at) => item === value[at]) ? value : fitted;
}

function tupleOf({ items, additionalItems }: JsonObject): JsonObject {
  if (!Array.isArray(items)) return {};
  return { prefixItems: items.length > 0 ? items : undefined, items: additionalItems, additionalItems: undefined };
}

function boundOf(schema: JsonObject, which: 'Minimum' | 'Maximum'): JsonObject {
  const exclusive = `exclusive${which}`;
  const bound = which.toLowerCase();
  if (typeof schema[exclusive] !== 'boolean') return {};
  return schema[exclusive] ? { [exclusive]: schema[bound], [bound]: undefined } : { [exclusive]: undefined };
}
