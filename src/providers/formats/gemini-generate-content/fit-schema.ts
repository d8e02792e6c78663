import { isJsonObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import { describeRest } from '../openai-chat/tools.js';

/** A JSON schema as Google takes it; the caller's own object where nothing is to change. */
export interface FittedSchema {
  readonly schema: JsonObject;
  /** Something of it has no equivalent and was left out. */
  readonly approximated: boolean;
}

/** Keywords whose members are schemas by name, where a property may be called like a keyword. */
const NAMED_SCHEMAS: ReadonlySet<string> = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
const VALUES: ReadonlySet<string> = new Set(['enum', 'const', 'default', 'examples', 'required']);
const OLD_REFERENCE = '#/definitions/';

/**
 * Google reads JSON schemas, with exceptions: beside `$ref` it refuses everything that does not begin with `$`, it
 * ignores `const` (an `enum` of one is the same), looks for definitions in `$defs` only, and takes no empty text and
 * nothing but texts and numbers in an `enum`.
 *
 * @see https://ai.google.dev/api/generate-content#v1beta.GenerationConfig (responseJsonSchema)
 */
export function fitSchema(schema: JsonObject): FittedSchema {
  const fitter = new SchemaFitter();
  const fitted = fitter.fit(schema);
  return { schema: fitted, approximated: fitter.approximated };
}

class SchemaFitter {
  approximated = false;

  fit(schema: JsonObject): JsonObject {
    if (typeof schema['$ref'] === 'string') return this.fitReference(schema, schema['$ref']);
    let fitted: JsonObject = {};
    for (const [keyword, value] of Object.entries(schema)) {
      if (keyword === 'definitions' && isJsonObject(value)) {
        fitted['$defs'] = { ...(isJsonObject(fitted['$defs']) ? fitted['$defs'] : {}), ...this.fitMembers(value) };
      } else if (NAMED_SCHEMAS.has(keyword) && isJsonObject(value)) {
        fitted[keyword] = { ...(isJsonObject(fitted[keyword]) ? fitted[keyword] : {}), ...this.fitMembers(value) };
      } else if (keyword !== 'const') {
        fitted[keyword] = VALUES.has(keyword) ? value : this.fitValue(value);
      }
    }
    if (schema['const'] !== undefined) fitted = this.withConstant(fitted, schema['const']);
    if (Array.isArray(fitted['enum'])) fitted = this.withEnum(fitted, fitted['enum']);
    if (Array.isArray(fitted['required'])) fitted = this.withRequired(fitted, fitted['required']);
    fitted = this.withItems(fitted);
    return isSame(schema, fitted) ? schema : fitted;
  }

  private fitReference(schema: JsonObject, reference: string): JsonObject {
    const siblings = Object.keys(schema).filter((keyword) => !keyword.startsWith('$') && keyword !== 'definitions');
    if (siblings.length > 0) this.approximated = true;
    const target = reference.startsWith(OLD_REFERENCE) ? `#/$defs/${reference.slice(OLD_REFERENCE.length)}` : reference;
    const definitions = schema['$defs'] ?? schema['definitions'];
    const kept = Object.entries(schema).filter(([keyword]) => keyword.startsWith('$') && keyword !== '$defs');
    return {
      ...Object.fromEntries(kept),
      $ref: target,
      ...(isJsonObject(definitions) && { $defs: this.fitMembers(definitions) }),
    };
  }

  private withConstant(schema: JsonObject, value: JsonValue): JsonObject {
    if (typeof value === 'string' || typeof value === 'number') return { ...schema, enum: [value] };
    if (value === null) return { ...schema, type: 'null' };
    this.approximated = true;
    return typeof value === 'boolean' ? { type: 'boolean', ...schema } : schema;
  }

  private withEnum(schema: JsonObject, values: readonly JsonValue[]): JsonObject {
    const kept = values.filter((value) => (typeof value === 'string' && value !== '') || typeof value === 'number');
    if (kept.length === values.length && kept.length > 0) return schema;
    const others = values.filter((value) => !kept.includes(value));
    const { enum: _values, ...open } = schema;
    // A null among the values is a type of its own; the rest has no equivalent.
    if (values.length === 0 || others.some((value) => value !== null)) this.approximated = true;
    const withNull = others.includes(null) ? withNullType(open, kept) : open;
    return kept.length === 0 ? withNull : { ...withNull, enum: kept };
  }

  /** A name that is demanded and not described is refused; one that some alternative describes is left alone. */
  private withRequired(schema: JsonObject, names: readonly JsonValue[]): JsonObject {
    const { properties, anyOf, oneOf, allOf } = schema;
    if ([anyOf, oneOf, allOf].some((alternatives) => alternatives !== undefined)) return schema;
    const described = isJsonObject(properties) ? properties : {};
    const kept = names.filter((name) => typeof name === 'string' && Object.hasOwn(described, name));
    if (kept.length === names.length) return schema;
    this.approximated = true;
    const { required, ...open } = schema;
    const words = describeRest(open['description'], { required });
    return { ...open, ...(kept.length > 0 && { required: kept }), description: words };
  }

  /** An array needs `items`; `{}` is anything. A list of schemas is the older spelling of a tuple. */
  private withItems(schema: JsonObject): JsonObject {
    const { type, items, prefixItems } = schema;
    if (Array.isArray(items)) {
      const { items: _tuple, ...list } = schema;
      return { ...list, prefixItems: items, items: {} };
    }
    const isList = type === 'array' || (Array.isArray(type) && type.includes('array'));
    return isList && items === undefined && prefixItems === undefined ? { ...schema, items: {} } : schema;
  }

  private fitMembers(members: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(members).map(([name, member]) => [name, this.fitValue(member)]));
  }

  private fitValue(value: JsonValue | undefined): JsonValue | undefined {
    if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? this.fit(item) : item));
    return isJsonObject(value) ? this.fit(value) : value;
  }
}

function withNullType(schema: JsonObject, values: readonly JsonValue[]): JsonObject {
  const { type } = schema;
  const types = Array.isArray(type) ? type : type === undefined ? typesOf(values) : [type];
  return { ...schema, type: types.includes('null') ? types : [...types, 'null'] };
}

function typesOf(values: readonly JsonValue[]): JsonValue[] {
  return [...new Set(values.map((value) => (typeof value === 'string' ? 'string' : 'number')))];
}

function isSame(one: JsonObject, other: JsonObject): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
