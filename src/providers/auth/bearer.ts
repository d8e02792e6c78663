import { Matches } from 'class-validator';
import type { CredentialField } from '../provider-strategy.js';

/** What may stand in a header: visible ASCII, so that no key can start a header of its own. */
export const TOKEN = /^[\x21-\x7e]{1,4096}$/;

/** A credential that becomes a header's value. */
export function Token(): PropertyDecorator {
  return Matches(TOKEN, {
    message: '$property must be text of visible ASCII characters, without spaces: put your own in place of an example',
  });
}

/** The credentials of most vendors. */
export class ApiKeyCredentials {
  @Token()
  apiKey: string;
}

export const API_KEY_FIELD: CredentialField = {
  name: 'apiKey',
  required: true,
  secret: true,
  description: 'API key of the account at the provider',
};

/** @see https://datatracker.ietf.org/doc/html/rfc6750#section-2.1 */
export function bearer(token: string): Record<string, string> {
  return { authorization: `Bearer ${token}` };
}
