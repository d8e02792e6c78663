import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { JsonObject } from '../../core/json.js';
import { CredentialsError } from '../credentials-error.js';
import type { CostSource, ProviderStrategy } from '../provider-strategy.js';
import type { Transport } from '../transport/transport.js';

/** The content of an account, once read. */
export interface ProviderContent {
  readonly credentials: JsonObject;
  readonly baseUrl: string | null;
}

/** Why an address must not be called, or null. */
export type CheckUrl = (url: string) => string | null;

/** What is wrong with an account beyond its form. */
export function checkProvider(strategy: ProviderStrategy, content: ProviderContent, checkUrl: CheckUrl): FieldError[] {
  const wrong = [
    ...checkBaseUrl(strategy, content.baseUrl, checkUrl),
    ...checkCredentials(strategy, content, checkUrl),
  ];
  // Only what passes on its own is worth trying as a whole.
  return wrong.length > 0 ? wrong : checkConnection(strategy, content);
}

/** `https://host/v1/` → `https://host/v1`. */
export function toBaseUrl(url: string | null | undefined): string | null {
  return url?.replace(/\/+$/, '') ?? null;
}

function checkBaseUrl(strategy: ProviderStrategy, baseUrl: string | null, checkUrl: CheckUrl): FieldError[] {
  const detail = baseUrl === null ? missingBaseUrl(strategy) : checkUrl(baseUrl);
  return detail === null ? [] : [{ pointer: '/baseUrl', detail }];
}

function missingBaseUrl(strategy: ProviderStrategy): string | null {
  return strategy.requiresBaseUrl ? `${strategy.label} needs a base URL` : null;
}

function checkCredentials(
  strategy: ProviderStrategy,
  { credentials }: ProviderContent,
  checkUrl: CheckUrl,
): FieldError[] {
  try {
    const wrong = strategy.validateCredentials(credentials);
    if (wrong.length > 0) return wrong.map(({ pointer, detail }) => ({ pointer: `/credentials${pointer}`, detail }));
    return strategy.credentialUrls(credentials).flatMap((url) => {
      const detail = checkUrl(url);
      return detail === null ? [] : [{ pointer: '/credentials', detail }];
    });
  } catch (error) {
    return [refusalOf(error, 'they cannot be read')];
  }
}

/** Credentials can have the right form and still not fit, as a service account's key that is no key. */
function checkConnection(strategy: ProviderStrategy, content: ProviderContent): FieldError[] {
  try {
    strategy.connect({ ...content, transport: NO_TRANSPORT });
    return [];
  } catch (error) {
    return [refusalOf(error, `${strategy.label} cannot be connected with them`)];
  }
}

/** The message of any other error may repeat a value. */
function refusalOf(error: unknown, otherwise: string): FieldError {
  if (error instanceof CredentialsError) return { pointer: `/credentials/${error.field}`, detail: error.message };
  return { pointer: '/credentials', detail: otherwise };
}

const NO_TRANSPORT: Transport = {
  send: () => Promise.reject(new Error('nothing is sent while credentials are checked')),
};

/**
 * What a PATCH makes of stored credentials: a field that is given changes, one that is not stays, null takes it out.
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function mergeCredentials(stored: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...stored, ...change }).filter(([, value]) => value !== null));
}

/**
 * A stored secret must not be sent to another host than its administrator meant: changing the host needs it again.
 * @param change the credentials that were sent with the change
 * @returns an error for each stored secret that was not
 */
export function checkHostChange(
  strategy: ProviderStrategy,
  { before, after, change }: { before: ProviderContent; after: ProviderContent; change: JsonObject },
): FieldError[] {
  if (destinationOf(strategy, before) === destinationOf(strategy, after)) return [];
  return strategy.credentialFields.flatMap(({ name, secret }) =>
    secret && Object.hasOwn(after.credentials, name) && !Object.hasOwn(change, name)
      ? [
          {
            pointer: toPointer(['credentials', name]),
            detail: `${name} must be sent again, since the change would send it to another host`,
          },
        ]
      : [],
  );
}

/** All that decides which host a call or a token request goes to; the path does not. */
function destinationOf(strategy: ProviderStrategy, { baseUrl, credentials }: ProviderContent): string {
  const chosen = strategy.credentialFields.filter(({ choosesHost }) => choosesHost);
  return JSON.stringify([originOf(baseUrl ?? strategy.defaultBaseUrl), ...chosen.map(({ name }) => credentials[name])]);
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : url;
}

/** Every value must name a model of the catalog, so a string. */
export function checkPricingModelMap(map: JsonObject): FieldError[] {
  return Object.entries(map).flatMap(([model, priced]) =>
    typeof priced === 'string' && priced !== ''
      ? []
      : [
          {
            pointer: toPointer(['pricingModelMap', model]),
            detail: 'it must be the name of a model in the price catalog',
          },
        ],
  );
}

/** A vendor that says nothing of costs would leave every call without one. */
export function checkCostSource({ statesCost, label }: ProviderStrategy, source: CostSource | undefined): FieldError[] {
  if (source !== 'vendor' || statesCost === true) return [];
  return [{ pointer: '/costSource', detail: `${label} does not say what a call costs: use catalog` }];
}
