import { UpstreamError } from '../../core/errors.js';
import { AccessTokenCache, type AccessToken } from './access-token-cache.js';
import type { AwsIdentity } from './sigv4.js';

/** Where the machine's keys come from; the AWS SDK's chain, or a stand-in for tests. */
export type AwsIdentitySource = () => Promise<AwsIdentity & { readonly expiration?: Date }>;

/**
 * The machine's own identity: environment, shared files, web identity, container or instance role. Kept until shortly
 * before its end, fetched once however many calls wait.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export class AmbientAwsIdentity {
  private readonly cache: AccessTokenCache<AwsIdentity>;

  constructor(source: AwsIdentitySource = defaultChain, nowMs: () => number = Date.now) {
    this.cache = new AccessTokenCache(() => load(source), nowMs);
  }

  /** @throws UpstreamError `credentials-rejected` where the machine has none */
  get(signal: AbortSignal): AwsIdentity | Promise<AwsIdentity> {
    return this.cache.get(signal);
  }

  /** AWS refused the keys: who signs next fetches others. */
  drop(): void {
    this.cache.drop();
  }
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
