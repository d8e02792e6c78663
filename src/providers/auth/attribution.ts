import { ValidateBy } from 'class-validator';
import { InvalidRequestError } from '../../core/errors.js';

/** Whose call it is, for the vendor's bill. */
export interface CallOwner {
  /** Its slug. */
  readonly environment: string;
  /** The caller's `metadata`. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Name on the bill → where its value comes from: `environment`, or `metadata.<key>`. */
export type Attribution = Readonly<Record<string, string>>;

/** What a vendor takes as a name and a value on its bill. */
export interface AttributionRules {
  /** In the words of the vendor: a tag, a label. */
  readonly what: string;
  readonly most: number;
  readonly name: RegExp;
  readonly value: RegExp;
  /** For the sentence "The value … cannot be a tag: …". */
  readonly valueIs: string;
}

const METADATA = 'metadata.';
const ENVIRONMENT = 'environment';

/**
 * The names and values of one call; one whose caller gives no value is left out.
 * @throws InvalidRequestError where a value cannot be a tag, by the name of the member that holds it
 */
export function attributed(
  attribution: Attribution,
  { environment, metadata }: CallOwner,
  rules: AttributionRules,
): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, source] of Object.entries(attribution)) {
    const value = source === ENVIRONMENT ? environment : metadata[source.slice(METADATA.length)];
    if (value === undefined) continue;
    if (!rules.value.test(value)) {
      throw new InvalidRequestError(
        `The value of '${source}' cannot be the ${rules.what} '${name}' of this provider's bill: ${rules.valueIs}.`,
        source,
      );
    }
    values[name] = value;
  }
  return values;
}

/** A field of credentials that is an `Attribution`. */
export function AttributionField(rules: AttributionRules): PropertyDecorator {
  return ValidateBy({
    name: 'attribution',
    validator: {
      validate: (value) => problemOf(value, rules) === null,
      defaultMessage: (on) => `${on?.property ?? 'it'} ${problemOf(on?.value, rules) ?? ''}`,
    },
  });
}

function problemOf(value: unknown, { what, most, name }: AttributionRules): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return `must be an object of names of ${what}s and where their values come from`;
  }
  const entries: [string, unknown][] = Object.entries(value);
  if (entries.length > most) return `must hold ${most} ${what}s at most`;
  const names = new Set(entries.map(([each]) => each.toLowerCase()));
  if (names.size < entries.length) return `must not hold the name of a ${what} twice`;
  for (const [each, source] of entries) {
    if (!name.test(each)) return `holds '${each.slice(0, 128)}', which cannot be the name of a ${what}`;
    if (source === ENVIRONMENT) continue;
    if (typeof source !== 'string' || !/^metadata\..{1,64}$/s.test(source)) {
      return `must say for '${each}' where its value comes from: environment, or metadata.<key>`;
    }
  }
  return null;
}
