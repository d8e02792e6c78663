import { applyDecorators } from '@nestjs/common';
import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { Exclude, Type as TypeOf } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { SLUG_PATTERN } from '../slug.js';

export interface FieldOptions {
  /** May be left out. */
  readonly optional?: boolean;
  /** May be null. */
  readonly nullable?: boolean;
  readonly description?: string;
  readonly example?: unknown;
  readonly default?: unknown;
}

/** A body's field: presence, its Swagger schema and validators, of which the first that fails is reported. */
export function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  validators: PropertyDecorator[],
): PropertyDecorator {
  const { optional = false, nullable = false, ...documented } = options;
  // Nest's ApiPropertyOptions is a union; the spread of two parts of it is not seen as one.
  const api = { ...schema, ...documented, required: !optional, ...(nullable && { nullable }) } as ApiPropertyOptions;
  return applyDecorators(ApiProperty(api), presence(options), ...validators);
}

function presence({ optional = false, nullable = false }: FieldOptions): PropertyDecorator {
  if (optional && nullable) return IsOptional();
  if (optional) return ValidateIf((_body, value) => value !== undefined);
  if (nullable) return ValidateIf((_body, value) => value !== null);
  return IsDefined({ message: '$property is required' });
}

const MAX_NAME = 200;

/** A name for people: 1 to 200 characters, not only spaces. */
export function Name(options: FieldOptions = {}): PropertyDecorator {
  return Text(MAX_NAME, options);
}

/** Text with at least one visible character and no NUL, which Postgres cannot store. */
export function Text(maxLength: number, options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, minLength: 1, maxLength }, [
    IsString({ message: '$property must be a string' }),
    MaxLength(maxLength, { message: `$property must have at most ${maxLength} characters` }),
    Matches(/^[^\0]*[^\s\0][^\0]*$/, { message: '$property must not be empty' }),
  ]);
}

/** Lower-case letters, digits and dashes; names a thing in URLs and in `@slug/model`. */
export function Slug(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, pattern: SLUG_PATTERN.source }, [
    Matches(SLUG_PATTERN, {
      message: '$property must be 1 to 63 lower-case letters, digits and dashes, and not start with a dash',
    }),
    // In a path both can stand, and the id wins.
    Matches(/^(?![0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$)/, { message: '$property must not look like an id' }),
  ]);
}

/** The id of another resource. */
export function Id(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, format: 'uuid' }, [IsUUID('loose', { message: '$property must be a UUID' })]);
}

const MOMENT = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d{1,9})?)?([Zz]|[+-]\d\d:\d\d)$/;

/** A date and time with its offset from UTC (RFC 3339). */
export function Moment(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, format: 'date-time' }, [
    ValidateBy({
      name: 'moment',
      validator: {
        validate: (value) => typeof value === 'string' && MOMENT.test(value) && isOnCalendar(value),
        defaultMessage: () => '$property must be a date and time such as 2027-01-31T12:00:00Z',
      },
    }),
  ]);
}

/** `Date` takes the 31st of February for the 3rd of March. */
function isOnCalendar(text: string): boolean {
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  const isDay = !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
  return isDay && !Number.isNaN(new Date(text).getTime());
}

/** One of a few words. */
export function OneOf(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, enum: [...words] }, [
    IsIn(words, { message: `$property must be one of ${words.join(', ')}` }),
  ]);
}

/** A list of some of these words, each once. */
export function ListOfWords(words: readonly string[], options: FieldOptions = {}): PropertyDecorator {
  const message = `$property must be a list of ${words.join(', ')}, each once`;
  return field(options, { type: [String], enum: [...words] }, [
    IsArray({ message }),
    ArrayMaxSize(words.length, { message }),
    ArrayUnique({ message }),
    IsIn(words, { each: true, message }),
  ]);
}

/** A list of ids, each once. */
export function ListOfIds(maxCount: number, options: FieldOptions = {}): PropertyDecorator {
  const message = `$property must be a list of at most ${maxCount} UUIDs, each once`;
  return field(options, { type: [String], format: 'uuid' }, [
    IsArray({ message }),
    ArrayMaxSize(maxCount, { message }),
    ArrayUnique({ message }),
    IsUUID('loose', { each: true, message }),
  ]);
}

export function Flag(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: Boolean }, [IsBoolean({ message: '$property must be true or false' })]);
}

export function Whole(minimum: number, maximum: number, options: FieldOptions = {}): PropertyDecorator {
  const message = `$property must be a whole number from ${minimum} to ${maximum}`;
  return field(options, { type: 'integer', minimum, maximum }, [
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  ]);
}

/** A number that need not be whole. */
export function Decimal(minimum: number, maximum: number, options: FieldOptions = {}): PropertyDecorator {
  const message = `$property must be a number from ${minimum} to ${maximum}`;
  return field(options, { type: 'number', minimum, maximum }, [
    IsNumber({}, { message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  ]);
}

/** At most nine digits before the point and eighteen behind it. */
const USD = /^\d{1,9}(\.\d{1,18})?$/;

/** US dollars in decimal text; a JSON number is taken for its shortest text. */
export function Usd(options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type: String, pattern: USD.source, example: '2.5' }, [
    ValidateBy({
      name: 'usd',
      validator: {
        validate: (value) => (typeof value === 'string' || typeof value === 'number') && USD.test(String(value)),
        defaultMessage: () => '$property must be a decimal number of US dollars such as "0.15"',
      },
    }),
  ]);
}

const JSON_FIELDS = Symbol('json fields');

/** A free-form JSON object, bounded in size; it reaches the service exactly as it was sent. */
export function JsonField(
  maxBytes: number,
  { values = true, ...options }: FieldOptions & { readonly values?: boolean | Readonly<Record<string, unknown>> } = {},
): PropertyDecorator {
  return applyDecorators(
    field(options, { type: 'object', additionalProperties: values }, [
      IsObject({ message: '$property must be a JSON object' }),
      BoundedJson(maxBytes),
      Exclude({ toClassOnly: true }),
    ]),
    (target: object, name: string | symbol) => {
      Reflect.defineMetadata(JSON_FIELDS, new Set([...jsonFieldsOf(target), name]), target);
    },
  );
}

/** The names of a body's free-form JSON fields. */
export function jsonFieldsOf(body: object): ReadonlySet<string | symbol> {
  return (Reflect.getMetadata(JSON_FIELDS, body) as ReadonlySet<string | symbol> | undefined) ?? new Set();
}

function BoundedJson(maxBytes: number): PropertyDecorator {
  return ValidateBy({
    name: 'boundedJson',
    validator: {
      validate: (value: unknown) => {
        const text = JSON.stringify(value) || '';
        // Only a key is followed by a colon: inside strings the quotes are escaped.
        return Buffer.byteLength(text) <= maxBytes && !text.includes('"__proto__":');
      },
      defaultMessage: () => `$property must have at most ${maxBytes} bytes of JSON and no key __proto__`,
    },
  });
}

/** An object with fields of its own. */
export function Nested(type: new () => object, options: FieldOptions = {}): PropertyDecorator {
  return field(options, { type }, [
    IsObject({ message: '$property must be an object' }),
    ValidateNested({ message: '$property must be an object' }),
    TypeOf(() => type),
  ]);
}

export function ListOf(
  type: new () => object,
  [least, most]: readonly [number, number],
  options: FieldOptions = {},
): PropertyDecorator {
  const message = `$property must be a list of ${least} to ${most} objects`;
  return field(options, { type, isArray: true, minItems: least, maxItems: most }, [
    IsArray({ message }),
    ArrayMinSize(least, { message }),
    ArrayMaxSize(most, { message }),
    IsObject({ each: true, message }),
    ValidateNested({ each: true, message }),
    TypeOf(() => type),
  ]);
}

/** The number of a variant's version, or `latest`. */
export function VersionReference(options: FieldOptions = {}): PropertyDecorator {
  return field(
    options,
    {
      oneOf: [
        { type: 'integer', minimum: 1 },
        { type: 'string', enum: ['latest'] },
      ],
    },
    [
      ValidateBy({
        name: 'versionReference',
        validator: {
          validate: (value) => value === 'latest' || (Number.isInteger(value) && value > 0 && value < 1e9),
          defaultMessage: () => '$property must be the number of a version, or "latest"',
        },
      }),
    ],
  );
}
