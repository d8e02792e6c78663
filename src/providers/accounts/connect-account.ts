import { isJsonObject, type JsonObject } from '../../core/json.js';
import type { SecretBox } from '../../core/secret-box.js';
import type { ProviderRegistry } from '../provider-registry.js';
import type { ProviderConnection } from '../provider-strategy.js';
import type { Transport } from '../transport/transport.js';

/** An account as its row holds it. */
export interface StoredAccount {
  readonly id: string;
  readonly vendor: string;
  readonly baseUrl: string | null;
  /** JSON, sealed and bound to the row's id. */
  readonly sealedCredentials: string;
  /** Null for `auto`. */
  readonly streamOptions?: 'send' | 'omit' | null;
  readonly developerRole?: 'send' | 'system' | null;
}

export interface ConnectTools {
  readonly registry: ProviderRegistry;
  readonly secretBox: SecretBox;
  readonly transport: Transport;
}

/**
 * A stored account made ready to call; nothing is sent yet.
 *
 * @throws Error where the vendor is unknown, or the credentials do not open or do not fit
 */
export function connectAccount(account: StoredAccount, tools: ConnectTools): ProviderConnection {
  const strategy = tools.registry.get(account.vendor);
  if (strategy === undefined) throw new Error(`vendor ${account.vendor} is not known`);
  // A vendor without credentials works even where no key opens what was sealed.
  const credentials = strategy.credentialFields.length === 0 ? {} : openCredentials(account, tools.secretBox);
  const { baseUrl, streamOptions, developerRole } = account;
  const hostSettings = { streamOptions: streamOptions ?? 'auto', developerRole: developerRole ?? 'auto' } as const;
  return strategy.connect({ credentials, baseUrl, hostSettings, transport: tools.transport });
}

/** @throws Error where no key opens them */
export function openCredentials(
  { id, sealedCredentials }: Pick<StoredAccount, 'id' | 'sealedCredentials'>,
  secretBox: SecretBox,
): JsonObject {
  const credentials: unknown = JSON.parse(secretBox.open(sealedCredentials, id));
  if (!isJsonObject(credentials)) throw new Error('its credentials are not an object');
  return credentials;
}
