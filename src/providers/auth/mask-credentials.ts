import { isJsonObject, type JsonObject, type JsonValue, parseObject } from '../../core/json.js';
import type { ProviderConnection } from '../provider-strategy.js';
import type { CredentialField } from './credential.js';
import { CredentialMask } from '../transport/credential-mask.js';
import { SHORTEST_SECRET } from '../transport/secret-spellings.js';
import type { Transport, UpstreamRequest } from '../transport/transport.js';

/** Headers that hold credentials, whatever a host calls them. */
const SECRET_HEADER = /auth|key|token|secret|passw|cookie|credential|identity-header/i;
/**
 * A value under another name that is one word of letters and digits as keys are, and sentences, URLs or names are not.
 */
const LOOKS_LIKE_A_KEY = /^(?=.*\d)(?=.*[a-z])[\w.~+/=-]{20,}$/i;
/** Members of a credentials file; the others are names. */
const FILE_SECRETS = ['private_key', 'client_secret', 'refresh_token'];
/** What local servers document as a key where they want none: no secrets, and words that a model may write. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['lm-studio', 'not-needed', 'no-key-required', 'sk-no-key-required']);

/** Everything of an account's credentials that must never come back out of the gateway. */
export function maskOf(credentials: JsonObject, fields: readonly CredentialField[]): CredentialMask {
  const secrets = fields
    .filter(({ secret, namesAccount }) => secret || namesAccount)
    .flatMap(({ name }) => secretsIn(credentials[name]));
  return CredentialMask.of(secrets.filter((secret) => !PLACEHOLDERS.has(secret)));
}

/** All members that a signed request still needs, so that none is forgotten. */
type Masked = { readonly [Member in Exclude<keyof UpstreamRequest, 'session'>]-?: UpstreamRequest[Member] };

/** A connection whose requests carry the mask for their answers: the account's credentials, and fetched tokens. */
export function maskConnection(connection: ProviderConnection, mask: CredentialMask): ProviderConnection {
  const masks = new MaskByHeaders(mask);
  // Member by member: a copy that gains one takes V8 ten times as long.
  const masked = ({ method, url, headers, body, isLocal }: UpstreamRequest): Masked => ({
    method,
    url,
    headers,
    body,
    isLocal,
    mask: masks.of(headers),
  });
  return {
    ...connection,
    sign: (request, signal, options) => {
      const signed = connection.sign(request, signal, options);
      return signed instanceof Promise ? signed.then(masked) : masked(signed);
    },
  };
}

/** The transport for the account's identity server. */
export function maskTransport(transport: Transport, mask: CredentialMask): Transport {
  const masks = new MaskByHeaders(mask);
  return {
    send: (request, signal, sending) =>
      transport.send({ ...request, mask: masks.of(request.headers) }, signal, sending),
  };
}

/** An account's mask with what its requests carry besides. Keys stay and tokens live for minutes: the last one is kept. */
class MaskByHeaders {
  private lastHeaders: UpstreamRequest['headers'] | null = null;
  private lastKey = '';
  private last: CredentialMask;

  constructor(private readonly base: CredentialMask) {
    this.last = base;
  }

  of(headers: UpstreamRequest['headers']): CredentialMask {
    if (headers === this.lastHeaders) return this.last;
    this.lastHeaders = headers;
    let key = '';
    for (const name in headers) if (SECRET_HEADER.test(name)) key += `${headers[name] ?? ''}\n`;
    if (key === this.lastKey) return this.last;
    this.lastKey = key;
    const values = key.split('\n');
    // A signature is new with every request and never encoded again.
    const signatures = values.flatMap(signatureIn);
    const tokens = values.filter((value) => signatureIn(value).length === 0).flatMap(secretsOfHeader);
    const isKnown = (text: string) => this.base.maskText(text) !== text || PLACEHOLDERS.has(text);
    const more = tokens.filter((token) => !isKnown(token));
    this.last = this.base.with([...CredentialMask.of(more).texts, ...signatures]);
    return this.last;
  }
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html */
function signatureIn(value: string): string[] {
  const [, id, signature] = /^AWS4-HMAC-SHA256 Credential=([^/]+)\/.* Signature=([0-9a-f]+)$/.exec(value) ?? [];
  return id === undefined || signature === undefined ? [] : [id, signature];
}

function secretsIn(value: JsonValue | undefined): readonly string[] {
  if (typeof value === 'string') {
    const file = value.trimStart().startsWith('{') ? parseObject(value) : null;
    return file === null ? [value] : FILE_SECRETS.flatMap((name) => secretsIn(file[name]));
  }
  if (!isJsonObject(value)) return [];
  return Object.entries(value).flatMap(([name, header]) =>
    typeof header === 'string' && (SECRET_HEADER.test(name) || LOOKS_LIKE_A_KEY.test(header))
      ? secretsOfHeader(header)
      : [],
  );
}

const SCHEME = /^(basic|bearer|token|apikey|api-key|key|bot|digest) +(.+)$/i;

/** The value without its scheme; of basic authentication also what it encodes. */
function secretsOfHeader(value: string): readonly string[] {
  const [, scheme = '', secret = value] = SCHEME.exec(value) ?? [];
  if (scheme.toLowerCase() !== 'basic') return [secret];
  const pair = Buffer.from(secret, 'base64').toString('utf8');
  return [secret, pair, pair.slice(pair.indexOf(':') + 1)].filter((text) => text.length >= SHORTEST_SECRET);
}
