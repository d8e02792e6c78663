import { isJsonObject, type JsonObject } from '../../../core/json.js';
import { schemasIn } from './schema.js';

/**
 * The limits of one request's compiled grammar, which strict tools and the answer's schema share; a request above them is
 * refused as a whole.
 *
 * @see https://docs.claude.com/en/docs/build-with-claude/structured-outputs
 */
export class GrammarBudget {
  private strictTools = 20;
  private optional = 24;
  private unions = 16;

  /** Whether the answer's schema still fits; it is counted then. */
  takesAnswer(schema: JsonObject): boolean {
    const { optional, unions } = costOf(schema);
    if (optional > this.optional || unions > this.unions) return false;
    this.optional -= optional;
    this.unions -= unions;
    return true;
  }

  /** The same for a strict tool. */
  takesTool(schema: JsonObject): boolean {
    if (this.strictTools === 0 || !this.takesAnswer(schema)) return false;
    this.strictTools--;
    return true;
  }
}

interface Cost {
  /** Properties that may be left out. */
  readonly optional: number;
  /** Places that take several types. */
  readonly unions: number;
}

function costOf(schema: JsonObject): Cost {
  const { type, anyOf, properties, required } = schema;
  const names = isJsonObject(properties) ? Object.keys(properties) : [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  const own = {
    optional: names.filter((name) => !needed.includes(name)).length,
    unions: Array.isArray(type) || Array.isArray(anyOf) ? 1 : 0,
  };
  return schemasIn(schema)
    .map(costOf)
    .reduce((sum, { optional, unions }) => ({ optional: sum.optional + optional, unions: sum.unions + unions }), own);
}
