import { UpstreamError } from '../../core/errors.js';
import { AccessTokenCache, type AccessToken } from './access-token-cache.js';
import type { AwsIdentity } from './sigv4.js';

/** Where the machine's keys come from; the AWS SDK's chain, or a stand-in for tests. */
export type AwsIdentitySource = () => Promise<AwsIdentity & { readonly expiration?: Date }>;

/**
 * The machine's own identity: environment, shared files, web identity, container or instance role. Kept until shortly
 * before its end, fetched once however many calls wait; rejects with UpstreamError `credentials-rejected` where the
 * machine has none.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function ambientAwsIdentity(
  source: AwsIdentitySource = defaultChain,
  nowMs: () => number = Date.now,
): AccessTokenCache<AwsIdentity> {
  return new AccessTokenCache(() => load(source), nowMs);
}

async function load(source: AwsIdentitySource): Promise<AccessToken<AwsIdentity>> {
  try {
    const { expiration, ...value } = await source();
    return { value, expiresAtMs: expiration?.getTime() ?? Infinity };
  } catch (error) {
    throw new UpstreamError(
      { kind: 'credentials-rejected', message: "This machine's own AWS credentials could not be loaded." },
      { cause: error },
    );
  }
}

/** Loaded when first needed: most gateways never do, and the SDK's chain is large. */
const defaultChain: AwsIdentitySource = async () => {
  const { defaultProvider } = await import('@aws-sdk/credential-provider-node');
  return defaultProvider()();
};
