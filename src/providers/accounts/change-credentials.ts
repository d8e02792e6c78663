import type { FieldError } from '../../core/http/admin-errors.js';
import { toPointer } from '../../core/http/problem-details.js';
import type { JsonObject } from '../../core/json.js';
import type { ProviderStrategy } from '../provider-strategy.js';
import type { ProviderContent } from './check-provider.js';

/**
 * What a PATCH makes of stored credentials: a field that is given changes, one that is not stays, null takes it out.
 * @see https://www.rfc-editor.org/rfc/rfc7396
 */
export function mergeCredentials(stored: JsonObject, change: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries({ ...stored, ...change }).filter(([, value]) => value !== null));
}

/**
 * Secrets go only where the administrator who typed them meant them to go: whoever changes the host must know them.
 *
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

/** Everything that says where a call or a token request goes; a change of path is none of host. */
function destinationOf(strategy: ProviderStrategy, { baseUrl, credentials }: ProviderContent): string {
  const chosen = strategy.credentialFields.filter(({ choosesHost }) => choosesHost);
  return JSON.stringify([originOf(baseUrl ?? strategy.defaultBaseUrl), ...chosen.map(({ name }) => credentials[name])]);
}

function originOf(url: string | null): string | null {
  return url !== null && URL.canParse(url) ? new URL(url).origin : url;
}
