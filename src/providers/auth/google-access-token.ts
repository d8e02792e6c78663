import { UpstreamError } from '../../core/errors.js';
import { countOf, type JsonObject, parseObject, textOf } from '../../core/json.js';
import { vendorWords } from '../vendor-words.js';
import type { Transport } from '../transport/transport.js';
import type { AccessToken } from './access-token-cache.js';
import type { GoogleIdentity } from './google-service-account.js';

const MAX_REPLY_BYTES = 64 * 1024;
/** Where the reply does not say how long its token lives. */
const DEFAULT_LIFETIME_SECONDS = 300;

type TokenReply = { access_token?: unknown; expires_in?: unknown; error?: unknown };

/**
 * Exchanges an identity for an access token, through the gateway's guarded transport.
 *
 * @throws UpstreamError `credentials-rejected` where Google gives no token; what the network did, unchanged
 */
export async function fetchGoogleToken(
  identity: GoogleIdentity,
  transport: Transport,
  signal: AbortSignal,
  nowMs = Date.now(),
): Promise<AccessToken> {
  const response = await transport.send(identity.tokenRequest(nowMs), signal);
  const reply = parseObject((await response.body.bytes(MAX_REPLY_BYTES)).toString('utf8')) ?? {};
  const { access_token: token, expires_in: lifetime }: TokenReply = reply;
  const value = textOf(token);
  if (response.status < 200 || response.status >= 300 || value === '') throw refused(response.status, reply);
  const seconds = countOf(lifetime) ?? DEFAULT_LIFETIME_SECONDS;
  return { value, expiresAtMs: nowMs + seconds * 1_000 };
}

/** Only Google's code (`invalid_grant`) is shown to the administrator, since its sentence names the account. */
function refused(status: number, reply: JsonObject): UpstreamError {
  const { error }: TokenReply = reply;
  const word = /^[a-z_]{1,40}$/.exec(textOf(error))?.[0];
  return new UpstreamError({
    kind: 'credentials-rejected',
    message: `Google gave no access token for the account's credentials (${word ?? status}).`,
    vendorMessage: vendorWords(reply),
  });
}
