import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { type JsonObject, parseObject, textOf } from '../../core/json.js';
import type { UpstreamRequest } from '../transport/transport.js';

export const GOOGLE_TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/cloud-platform';
const METADATA_TOKEN_URL = 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/token';
const LIFETIME_SECONDS = 3_600;

/** What turns a Google identity into an access token: one HTTP request, made anew for each token. */
export interface GoogleIdentity {
  readonly tokenUrl: string;
  /** @param nowMs milliseconds since 1970 */
  tokenRequest(nowMs: number): UpstreamRequest;
}

/**
 * A credentials file: a service account's key, or a user's refresh token (`gcloud auth application-default login`).
 *
 * Not by `google-auth-library`: that one has Google's token endpoint built in as address and audience, where the file
 * names its own, and reaches the network past the gateway's address check.
 *
 * @see https://developers.google.com/identity/protocols/oauth2/service-account#authorizingrequests
 * @throws Error where the file is of another kind or its key is no key
 */
export function readGoogleCredentials(json: string): GoogleIdentity {
  const file = parseObject(json);
  if (file === null) throw new Error('the credentials file is not a JSON object');
  const tokenUrl = textOf(file['token_uri']) || GOOGLE_TOKEN_URL;
  switch (file['type']) {
    case 'service_account':
      return serviceAccount(file, tokenUrl);
    case 'authorized_user':
      return authorizedUser(file, tokenUrl);
    default:
      throw new Error('the credentials file must be of type service_account or authorized_user');
  }
}

/**
 * The identity of the machine on Google's compute services. Its address is link-local, so the operator has to allow it
 * (`LLMOPS_UPSTREAM_ALLOW`).
 *
 * @see https://cloud.google.com/compute/docs/access/authenticate-workloads#applications
 */
export const MACHINE_IDENTITY: GoogleIdentity = {
  tokenUrl: METADATA_TOKEN_URL,
  tokenRequest: () => ({
    method: 'GET',
    url: METADATA_TOKEN_URL,
    headers: { 'metadata-flavor': 'Google' },
    isLocal: true,
    body: null,
  }),
};

function serviceAccount(file: JsonObject, tokenUrl: string): GoogleIdentity {
  const issuer = textOf(file['client_email']);
  if (issuer === '') throw new Error('the credentials file lacks client_email');
  const key = readKey(textOf(file['private_key']));
  const keyId = textOf(file['private_key_id']);
  return {
    tokenUrl,
    tokenRequest: (nowMs) => {
      const issuedAt = Math.floor(nowMs / 1_000);
      const claims = { iss: issuer, scope: SCOPE, aud: tokenUrl, iat: issuedAt, exp: issuedAt + LIFETIME_SECONDS };
      const header = { alg: 'RS256', typ: 'JWT', ...(keyId !== '' && { kid: keyId }) };
      const assertion = signJwt(header, claims, key);
      return formPost(tokenUrl, { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
    },
  };
}

function authorizedUser(file: JsonObject, tokenUrl: string): GoogleIdentity {
  const fields = {
    client_id: textOf(file['client_id']),
    client_secret: textOf(file['client_secret']),
    refresh_token: textOf(file['refresh_token']),
  };
  if (Object.values(fields).includes('')) {
    throw new Error('the credentials file needs client_id, client_secret and refresh_token');
  }
  return { tokenUrl, tokenRequest: () => formPost(tokenUrl, { grant_type: 'refresh_token', ...fields }) };
}

/** Environment files often hold the key with its line ends spelled `\n`. */
function readKey(pem: string): KeyObject {
  const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
  if (key.asymmetricKeyType !== 'rsa') throw new Error('private_key must be an RSA key');
  return key;
}

/** @see https://datatracker.ietf.org/doc/html/rfc7515#appendix-A.2 */
function signJwt(header: JsonObject, claims: JsonObject, key: KeyObject): string {
  const encode = (part: JsonObject) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`;
}

function formPost(url: string, fields: Readonly<Record<string, string>>): UpstreamRequest {
  return {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(new URLSearchParams(fields).toString()),
  };
}
