import { Readable } from 'node:stream';
import type { HttpRequest, HttpResponse } from '@smithy/core/transport';
import { UpstreamError } from '../../../core/errors.js';
import { AccessTokenCache, type AccessToken } from '../../auth/access-token-cache.js';
import { type Attribution, attributed, type AttributionRules, type CallOwner } from '../../auth/attribution.js';
import type { AwsIdentity } from '../../auth/sigv4.js';
import type { SignOptions } from '../../provider-strategy.js';
import type { CancelSignal } from '../../transport/cancellation.js';
import type { Transport, UpstreamSession } from '../../transport/transport.js';

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know */
export const TAG_RULES: AttributionRules = {
  what: 'tag',
  most: 50,
  name: /^(?!aws:)[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/iu,
  value: /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u,
  valueIs: 'AWS takes 256 letters, digits, spaces and _ . : / = + - @ at most',
};

/** Of calls that are no caller's: the test of a provider. */
const NOBODY: UpstreamSession = { name: 'llmops-gateway', tags: {} };

/** @throws InvalidRequestError */
export function sessionOf(attribution: Attribution, owner: CallOwner | undefined): UpstreamSession {
  if (owner === undefined) return NOBODY;
  const { environment } = owner;
  // A session's name has two characters at least; a slug may have one.
  const name = environment.length < 2 ? `environment-${environment}` : environment;
  return { name, tags: attributed(attribution, owner, TAG_RULES) };
}

/** Sessions that are kept. Each takes 2 KB; past that the one that was asked for longest ago is made again. */
const MAX_SESSIONS = 1_000;

type AssumeRole = (session: UpstreamSession, signal: AbortSignal) => Promise<AccessToken<AwsIdentity>>;

/** The keys of a role's sessions: one call of STS for each distinct set of name and tags, however many wait for it. */
export class RoleSessions {
  private readonly sessions = new Map<string, AccessTokenCache<AwsIdentity>>();

  constructor(private readonly assume: AssumeRole) {}

  get(
    session: UpstreamSession = NOBODY,
    signal: CancelSignal,
    options?: SignOptions,
  ): AwsIdentity | Promise<AwsIdentity> {
    const key = JSON.stringify([session.name, Object.entries(session.tags).sort(([a], [b]) => (a < b ? -1 : 1))]);
    const keys = this.sessions.get(key) ?? new AccessTokenCache((own) => this.assume(session, own));
    this.sessions.delete(key);
    this.sessions.set(key, keys);
    for (const oldest of this.sessions.keys()) {
      if (this.sessions.size <= MAX_SESSIONS) break;
      this.sessions.delete(oldest);
    }
    return keys.get(signal, options);
  }
}

export interface AssumedRole {
  readonly roleArn: string;
  readonly externalId?: string;
  readonly region: string;
  /** Null for the region's own. */
  readonly stsUrl: string | null;
  readonly transport: Transport;
  /** Who assumes it. */
  readonly identity: (signal: AbortSignal) => AwsIdentity | Promise<AwsIdentity>;
}

const MAX_REPLY_BYTES = 64 * 1024;

/**
 * AssumeRole of AWS's own client, sent by the gateway's guarded transport.
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export async function assumeRole(
  { roleArn, externalId, region, stsUrl, transport, identity }: AssumedRole,
  { name, tags }: UpstreamSession,
  signal: AbortSignal,
): Promise<AccessToken<AwsIdentity>> {
  // Loaded when first needed, as the SDK's chain of credentials is.
  const { STSClient, AssumeRoleCommand } = await import('@aws-sdk/client-sts');
  const client = new STSClient({
    region,
    ...(stsUrl !== null && { endpoint: stsUrl }),
    credentials: await identity(signal),
    maxAttempts: 1,
    requestHandler: new SdkTransport(transport, signal),
  });
  const command = new AssumeRoleCommand({
    RoleArn: roleArn,
    RoleSessionName: name,
    ...(externalId !== undefined && { ExternalId: externalId }),
    Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
  });
  const { Credentials: keys } = await client.send(command).catch((error: unknown) => {
    throw toFailure(error);
  });
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = keys ?? {};
  if (AccessKeyId === undefined || SecretAccessKey === undefined || SessionToken === undefined) {
    throw toFailure(new Error('no credentials in the answer'));
  }
  const value = { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken };
  return { value, expiresAtMs: Expiration?.getTime() ?? Date.now() };
}

/** How the SDK sends: by the gateway's transport, under the call's own signal. */
class SdkTransport {
  constructor(
    private readonly transport: Transport,
    private readonly signal: AbortSignal,
  ) {}

  async handle({ protocol, hostname, port, path, headers, body }: HttpRequest): Promise<{ response: HttpResponse }> {
    const { HttpResponse } = await import('@smithy/core/transport');
    const url = `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`;
    const sent = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);
    const answer = await this.transport.send(
      {
        method: 'POST',
        url,
        // The transport writes these itself.
        headers: Object.fromEntries(sent.filter(([name]) => name !== 'host' && name !== 'content-length')),
        body: Buffer.from(typeof body === 'string' ? body : new Uint8Array()),
      },
      this.signal,
    );
    const bytes = await answer.body.bytes(MAX_REPLY_BYTES);
    const reply = { statusCode: answer.status, headers: { ...answer.headers }, body: Readable.from([bytes]) };
    return { response: new HttpResponse(reply) };
  }

  updateHttpClientConfig(): void {
    // Nothing of it can be changed.
  }

  httpHandlerConfigs(): Record<string, never> {
    return {};
  }
}

/** What the network did stays as it is; of what STS says its code is shown, for its sentence names the account. */
function toFailure(error: unknown): unknown {
  if (error instanceof UpstreamError) return error;
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return new UpstreamError(
    {
      kind: 'credentials-rejected',
      message: `AWS gave no session of the account's role (${/^\w{1,60}$/.exec(name)?.[0] ?? 'Error'}).`,
      vendorMessage: message.slice(0, 500),
    },
    { cause: error },
  );
}
