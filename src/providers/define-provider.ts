import { plainToInstance, type ClassConstructor } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { credentialFieldsOf, type CredentialField } from './auth/credential.js';
import { completionsOverChat } from './formats/openai-chat/completions-over-chat.js';
import { maskConnection, maskOf, maskTransport } from './auth/mask-credentials.js';
import type { AccountSettings, ProviderStrategy, VendorConnection, VendorFacts } from './provider-strategy.js';

/** A strategy as its vendor writes it. */
export interface ProviderDefinition<Credentials extends object> extends VendorFacts {
  readonly requiresBaseUrl?: boolean;
  /** A class whose fields are decorated with `@Credential`, in the order of the form. */
  readonly credentials: ClassConstructor<Credentials>;
  readonly credentialUrls?: (credentials: Credentials) => readonly string[];
  readonly connect: (account: AccountSettings<Credentials>) => VendorConnection;
}

/** A vendor as the gateway knows it: the type of its credentials is known inside of it only. */
export function defineProvider<Credentials extends object>({
  credentials: type,
  requiresBaseUrl = false,
  credentialUrls,
  connect,
  ...facts
}: ProviderDefinition<Credentials>): ProviderStrategy {
  const read = (json: object) => plainToInstance(type, json);
  const fields = credentialFieldsOf(type);
  const { requestIdHeaders, extensionParameters } = facts;
  return {
    ...facts,
    requiresBaseUrl,
    credentialFields: fields,
    validateCredentials: (json) => {
      // class-validator refuses everything of a class without rules.
      if (fields.length === 0)
        return Object.keys(json).map((name) => toProblem(name, `${name} is not a field of this vendor`));
      return validateSync(read(json), { whitelist: true, forbidNonWhitelisted: true, stopAtFirstError: true }).map(
        (error) => toProblem(error.property, detailOf(error, fields)),
      );
    },
    credentialUrls: (json) => credentialUrls?.(read(json)) ?? [],
    connect: (account) => {
      const mask = maskOf(account.credentials, fields);
      const transport = maskTransport(account.transport, mask);
      const connection = connect({ ...account, transport, credentials: read(account.credentials) });
      return maskConnection({ ...withCompletions(connection), requestIdHeaders, extensionParameters }, mask);
    },
  };
}

function toProblem(field: string, detail: string) {
  return { pointer: `/${field}`, detail };
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

/** A vendor that chats also completes texts, by a chat of one message. */
function withCompletions(connection: VendorConnection): VendorConnection {
  const { 'chat/completions': chat, completions } = connection.endpoints;
  if (chat === undefined || completions !== undefined) return connection;
  const overChat = completionsOverChat(chat, connection);
  return { ...connection, endpoints: { ...connection.endpoints, completions: overChat } };
}
