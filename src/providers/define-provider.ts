import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { getMetadataStorage, validateSync, type ValidationError } from 'class-validator';
import { completionsOverChat } from './formats/openai-chat/completions-over-chat.js';
import { maskConnection, maskOf, maskTransport } from './auth/mask-credentials.js';
import type { AccountSettings, CredentialField, ProviderConnection, ProviderStrategy } from './provider-strategy.js';

/** A strategy as its vendor writes it: credentials are a class with class-validator decorators. */
export interface ProviderDefinition<Credentials extends object> {
  readonly vendor: string;
  readonly label: string;
  readonly defaultBaseUrl: string | null;
  readonly requiresBaseUrl?: boolean;
  readonly credentials: ClassConstructor<Credentials>;
  /** What each field is, shown by `GET /providers/vendors`; the order is the form's. */
  readonly fields: readonly CredentialField[];
  readonly credentialUrls?: (credentials: Credentials) => readonly string[];
  connect(account: AccountSettings<Credentials>): ProviderConnection;
}

/** Typed credentials in, erased strategy out. */
export function defineProvider<Credentials extends object>(
  definition: ProviderDefinition<Credentials>,
): ProviderStrategy {
  const read = (json: object) => plainToInstance(definition.credentials, json);
  // A class without rules would make class-validator refuse everything as unknown.
  const hasRules =
    getMetadataStorage().getTargetValidationMetadatas(definition.credentials, '', false, false).length > 0;
  return {
    vendor: definition.vendor,
    label: definition.label,
    requiresBaseUrl: definition.requiresBaseUrl ?? false,
    defaultBaseUrl: definition.defaultBaseUrl,
    credentialFields: definition.fields,
    validateCredentials: (json) => {
      if (!hasRules) {
        return Object.keys(json).map((name) => ({
          pointer: `/${name}`,
          detail: `${name} is not a field of this vendor`,
        }));
      }
      return validateSync(read(json), { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true }).map(
        (error) => ({ pointer: `/${error.property}`, detail: detailOf(error, definition.fields) }),
      );
    },
    credentialUrls: (json) => definition.credentialUrls?.(read(json)) ?? [],
    connect: (account) => {
      const mask = maskOf(account.credentials, definition.fields);
      const transport = maskTransport(account.transport, mask);
      const connection = definition.connect({ ...account, transport, credentials: read(account.credentials) });
      return maskConnection(withCompletions(connection), mask);
    },
  };
}

function detailOf({ property, value, constraints = {} }: ValidationError, fields: readonly CredentialField[]): string {
  if ('whitelistValidation' in constraints) {
    return `${property} is not a field of this vendor, which has ${fields.map(({ name }) => name).join(', ')}`;
  }
  if (isMissing(value)) return `${property} is missing`;
  return Object.values(constraints)[0] ?? `${property} is not valid`;
}

function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/** Who can chat can complete a text, too. */
function withCompletions(connection: ProviderConnection): ProviderConnection {
  const { 'chat/completions': chat, completions } = connection.endpoints;
  if (chat === undefined || completions !== undefined) return connection;
  return { ...connection, endpoints: { ...connection.endpoints, completions: completionsOverChat(chat) } };
}
