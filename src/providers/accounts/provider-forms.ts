import type { CredentialField } from '../auth/credential.js';
import type { ProviderStrategy } from '../provider-strategy.js';

type Schema = Readonly<Record<string, unknown>>;

/** How a new provider is described in OpenAPI: a schema per vendor, told apart by `vendor`. */
export interface ProviderForms {
  /** By the name of the component. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** The body: one of them. */
  readonly body: Schema;
  /** By vendor. */
  readonly examples: Readonly<Record<string, { readonly summary: string; readonly value: Schema }>>;
}

/**
 * A form per vendor, made from the fields of its credentials.
 * @param common the fields that all vendors share, as their class documents them
 */
export function toProviderForms(strategies: readonly ProviderStrategy[], common: Schema): ProviderForms {
  const named = strategies.map((strategy) => ({ strategy, name: nameOf(strategy.vendor) }));
  return {
    schemas: Object.fromEntries(named.map(({ strategy, name }) => [name, toForm(strategy, common)])),
    body: {
      oneOf: named.map(({ name }) => ({ $ref: reference(name) })),
      discriminator: {
        propertyName: 'vendor',
        mapping: Object.fromEntries(named.map(({ strategy, name }) => [strategy.vendor, reference(name)])),
      },
    },
    examples: Object.fromEntries(
      // The page shows the first one, which should work as shown: those that need least come first.
      [...strategies]
        .sort((one, other) => neededBy(one) - neededBy(other))
        .map((strategy) => [strategy.vendor, { summary: strategy.label, value: toExample(strategy) }]),
    ),
  };
}

/** How many values the administrator has to fill in. */
function neededBy({ credentialFields, requiresBaseUrl }: ProviderStrategy): number {
  return credentialFields.filter(({ required }) => required).length + (requiresBaseUrl ? 1 : 0);
}

/** `openai-compatible` → `CreateOpenaiCompatibleProvider`. */
function nameOf(vendor: string): string {
  const words = vendor.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Create${words.join('')}Provider`;
}

function reference(name: string): string {
  return `#/components/schemas/${name}`;
}

function toForm(
  { vendor, label, requiresBaseUrl, defaultBaseUrl, credentialFields }: ProviderStrategy,
  common: Schema,
): Schema {
  const needed = credentialFields.filter(({ required }) => required);
  return {
    type: 'object',
    title: label,
    required: [
      'vendor',
      'name',
      ...(needed.length > 0 ? ['credentials'] : []),
      ...(requiresBaseUrl ? ['baseUrl'] : []),
    ],
    additionalProperties: false,
    properties: {
      ...common,
      vendor: { type: 'string', enum: [vendor] },
      credentials: {
        type: 'object',
        additionalProperties: false,
        ...(needed.length > 0 && { required: needed.map(({ name }) => name) }),
        properties: Object.fromEntries(credentialFields.map((field) => [field.name, toProperty(field)])),
      },
      baseUrl: {
        type: requiresBaseUrl ? 'string' : ['string', 'null'],
        format: 'uri',
        description: requiresBaseUrl
          ? 'Where the host answers; the paths of the API are appended'
          : `Stands for the vendor's default base${defaultBaseUrl === null ? '' : `, ${defaultBaseUrl}`}`,
      },
    },
  };
}

function toProperty({ type = 'text', secret, description, enum: values, example }: CredentialField): Schema {
  const isText = type === 'text';
  return {
    ...(isText ? { type: 'string' } : { type: 'object', additionalProperties: { type: 'string' } }),
    description,
    ...(secret && { writeOnly: true, ...(isText && { format: 'password' }) }),
    ...(values !== undefined && { enum: values }),
    ...(example !== undefined && { examples: [example] }),
  };
}

function toExample({ vendor, label, requiresBaseUrl, credentialFields }: ProviderStrategy): Schema {
  const shown = credentialFields.filter(({ required, example }) => required || example !== undefined);
  const credentials = Object.fromEntries(shown.map(({ name, example }) => [name, example ?? `your ${name}`]));
  return {
    vendor,
    name: `My ${label}`,
    slug: `my-${vendor}`,
    ...(Object.keys(credentials).length > 0 && { credentials }),
    ...(requiresBaseUrl && { baseUrl: 'http://127.0.0.1:11434/v1' }),
  };
}
