import { ValidateBy, type ValidationArguments } from 'class-validator';
import { isJsonObject } from '../../../core/json.js';
import { Credential, Token } from '../../auth/credential.js';
import { bearer } from '../../auth/headers.js';
import type { HeaderAuthentication } from './openai-compatible.js';

/** An HTTP token, in lower or upper case. @see https://datatracker.ietf.org/doc/html/rfc9110#section-5.6.2 */
const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,128}$/;
/** Visible ASCII with spaces between: no control characters, so no header of a caller's making. */
const HEADER_VALUE = /^[\x21-\x7e]([\x20-\x7e]{0,4094}[\x21-\x7e])?$/;
const MAX_HEADERS = 32;

/** Set by the gateway, or for one connection only. */
const RESERVED: ReadonlySet<string> = new Set([
  'accept',
  'accept-encoding',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'cookie',
  'expect',
  'forwarded',
  'host',
  'http2-settings',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);

function isReserved(name: string): boolean {
  return RESERVED.has(name) || name.startsWith('proxy-') || name.startsWith('x-forwarded-');
}

/** The first thing wrong with extra headers, null where they may be sent. */
function wrongHeader(headers: unknown, hasKey: boolean): string | null {
  if (!isJsonObject(headers)) return 'headers must be an object of header names and values';
  const names = Object.keys(headers);
  if (names.length > MAX_HEADERS) return `headers must be at most ${MAX_HEADERS}`;
  for (const name of names) {
    const value = headers[name];
    if (!HEADER_NAME.test(name)) return 'headers must have names of letters, digits and hyphens';
    if (typeof value !== 'string' || !HEADER_VALUE.test(value)) return `headers.${name} must be text of visible ASCII`;
    const lower = name.toLowerCase();
    if (isReserved(lower)) return `headers.${name} cannot be set: the gateway sets it`;
    if (lower === 'authorization' && hasKey) return 'headers.authorization cannot be set beside apiKey';
  }
  const distinct = new Set(names.map((name) => name.toLowerCase()));
  return distinct.size === names.length ? null : 'headers must not repeat a name';
}

function ExtraHeaders(): PropertyDecorator {
  const wrong = (headers: unknown, args?: ValidationArguments) =>
    wrongHeader(headers, (args?.object as HostCredentials | undefined)?.apiKey != null);
  return ValidateBy({
    name: 'extraHeaders',
    validator: {
      validate: (headers, args) => wrong(headers, args) === null,
      defaultMessage: (args) => wrong(args?.value, args) ?? '',
    },
  });
}

class HostCredentials {
  @Credential({ secret: true, description: 'Sent as a bearer token, where the host wants one' }, Token())
  apiKey?: string;

  @Credential(
    { type: 'object', secret: true, description: 'Further headers, an object of names and values' },
    ExtraHeaders(),
  )
  headers?: Record<string, string>;
}

export const HOST_AUTHENTICATION: HeaderAuthentication<HostCredentials> = {
  credentials: HostCredentials,
  headers: ({ apiKey, headers }) => ({
    ...Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value])),
    ...(apiKey ? bearer(apiKey) : {}),
  }),
};
