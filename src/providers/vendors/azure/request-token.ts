import { GatewayError, UpstreamError } from '../../../core/errors.js';
import { parseObject, type JsonObject, type JsonValue } from '../../../core/json.js';
import type { AccessToken } from '../../auth/access-token-cache.js';
import type { Transport, UpstreamRequest } from '../../transport/transport.js';
import { vendorWords } from '../../vendor-words.js';
import type { AzureCredentials } from './credentials.js';

const PUBLIC_AUTHORITY = 'https://login.microsoftonline.com';
const METADATA_HOST = 'http://169.254.169.254';
const MAX_REPLY_BYTES = 256 * 1024;

/** App Service and Container Apps set these variables to their identity endpoint. */
export interface IdentityEnvironment {
  readonly IDENTITY_ENDPOINT?: string;
  readonly IDENTITY_HEADER?: string;
}

/** The audience of tokens: the cloud that the resource is in. */
export function audienceFor(base: string): string {
  return new URL(base).hostname.endsWith('.us')
    ? 'https://cognitiveservices.azure.us'
    : 'https://cognitiveservices.azure.com';
}

/**
 * The Entra client credentials grant.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow
 */
export function entraRequest(credentials: AzureCredentials, audience: string): UpstreamRequest {
  const { tenantId = '', clientId = '', clientSecret = '' } = credentials;
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${audience}/.default`,
  });
  return {
    method: 'POST',
    url: `${authorityHost(credentials)}/${encodeURIComponent(tenantId)}/oauth2/v2.0/token`,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    body: Buffer.from(form.toString()),
  };
}

/**
 * The machine's own identity: of an App Service where its variables are set, else of a virtual machine.
 * @see https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
 * @see https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference
 */
export function managedIdentityRequest(
  credentials: AzureCredentials,
  audience: string,
  environment: IdentityEnvironment,
): UpstreamRequest {
  const { IDENTITY_ENDPOINT: endpoint, IDENTITY_HEADER: secret } = environment;
  const isAppService = endpoint !== undefined && secret !== undefined && credentials.metadataHost === undefined;
  const query = new URLSearchParams({
    'api-version': isAppService ? '2019-08-01' : '2018-02-01',
    resource: audience,
    ...(credentials.clientId && { client_id: credentials.clientId }),
  });
  const url = isAppService ? endpoint : `${metadataHost(credentials)}/metadata/identity/oauth2/token`;
  return {
    method: 'GET',
    url: `${url}?${query.toString()}`,
    isLocal: true,
    headers: isAppService ? { 'x-identity-header': secret } : { metadata: 'true' },
    body: null,
  };
}

/** Hosts that tokens come from; they pass the same address check as a base URL. */
export function tokenHosts(credentials: AzureCredentials, environment: IdentityEnvironment): readonly string[] {
  if (credentials.authMethod === 'entra') return [authorityHost(credentials)];
  if (credentials.authMethod !== 'managedIdentity') return [];
  return [new URL(managedIdentityRequest(credentials, METADATA_HOST, environment).url).origin];
}

/**
 * Sends a token request over the guarded transport.
 * @throws UpstreamError `credentials-rejected` whatever went wrong, in words that hold no secret
 */
export async function requestToken(
  request: UpstreamRequest,
  transport: Transport,
  signal: AbortSignal,
): Promise<AccessToken> {
  const { status, json } = await sendTokenRequest(request, transport, signal);
  const value = json['access_token'];
  const lifetimeMs = readLifetimeMs(json);
  if (status !== 200 || typeof value !== 'string' || lifetimeMs === null) throw refused(status, json);
  return { value, expiresAtMs: Date.now() + lifetimeMs };
}

async function sendTokenRequest(request: UpstreamRequest, transport: Transport, signal: AbortSignal) {
  try {
    const { status, body } = await transport.send(request, signal);
    return { status, json: parseObject((await body.bytes(MAX_REPLY_BYTES)).toString('utf8')) ?? {} };
  } catch (error) {
    const reason = error instanceof GatewayError ? error.message : 'It did not answer.';
    const message = `Microsoft Entra could not be asked for a token for the account that this gateway uses. ${reason}`;
    throw new UpstreamError({ kind: 'credentials-rejected', message }, { cause: error });
  }
}

/** Seconds from now, or (metadata services) a point in time; both as numbers or as text. */
function readLifetimeMs(json: JsonObject): number | null {
  const seconds = readNumber(json['expires_in']);
  if (seconds !== null) return seconds * 1_000;
  const until = readNumber(json['expires_on']);
  return until === null ? null : until * 1_000 - Date.now();
}

function readNumber(value: JsonValue | undefined): number | null {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function refused(status: number, json: JsonObject): UpstreamError {
  // Entra's codes are public; its descriptions name applications and tenants.
  const description = typeof json['error_description'] === 'string' ? json['error_description'] : '';
  const code = /\bAADSTS\d+/.exec(description)?.[0] ?? json['error'];
  const reason = typeof code === 'string' && /^[\w ]{1,64}$/.test(code) ? `, ${code}` : '';
  const message = `Microsoft Entra gave no token for the account that this gateway uses (${status}${reason}).`;
  return new UpstreamError({ kind: 'credentials-rejected', message, vendorMessage: vendorWords(json) });
}

function authorityHost({ authorityHost: host = PUBLIC_AUTHORITY }: AzureCredentials): string {
  return host.replace(/\/+$/, '');
}

function metadataHost({ metadataHost: host = METADATA_HOST }: AzureCredentials): string {
  return host.replace(/\/+$/, '');
}
