import type { EntityManager } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { SecretBoxError, type SecretBox } from '../../core/secret-box.js';
import type { ProviderRegistry } from '../provider-registry.js';
import { ProviderConfig } from './provider-config.entity.js';

export interface RotationResult {
  /** Slugs of the providers whose credentials are sealed with the first key now. */
  readonly sealed: readonly string[];
  /** Left as they are: no key opens them. */
  readonly unopened: readonly { readonly slug: string; readonly reason: string }[];
}

/** Seals the credentials of every provider again, with the box's first key; all in one transaction. */
export function rotateCredentials(
  manager: EntityManager,
  secretBox: SecretBox,
  registry: ProviderRegistry,
): Promise<RotationResult> {
  return configTransaction(manager, async (transaction) => {
    const rows = await transaction.find(ProviderConfig, { order: { slug: 'ASC' } });
    const sealed: string[] = [];
    const unopened: { slug: string; reason: string }[] = [];
    for (const row of rows) {
      try {
        const content = secretBox.seal(open(row, secretBox, registry), row.id);
        // `updatedAt` stays, since nothing that an administrator wrote has changed.
        const change = { sealedCredentials: content, updatedAt: () => 'updated_at' };
        await transaction.update(ProviderConfig, { id: row.id }, change);
        sealed.push(row.slug);
      } catch (error) {
        if (!(error instanceof SecretBoxError)) throw error;
        unopened.push({ slug: row.slug, reason: error.message });
      }
    }
    return { sealed, unopened };
  });
}

/** A vendor without credentials has nothing sealed that a lost key could keep closed. */
function open(row: ProviderConfig, secretBox: SecretBox, registry: ProviderRegistry): string {
  const hasNone = registry.get(row.vendor)?.credentialFields.length === 0;
  return hasNone ? '{}' : secretBox.open(row.sealedCredentials, row.id);
}
