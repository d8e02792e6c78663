import type { EntityManager } from 'typeorm';
import { configTransaction } from '../../core/config-transaction.js';
import { SecretBoxError, type SecretBox } from '../../core/secret-box.js';
import type { ProviderRegistry } from '../provider-registry.js';

export interface RotationResult {
  /** Slugs of the providers whose credentials are sealed with the first key now. */
  readonly sealed: readonly string[];
  /** Left as they are: no key opens them. */
  readonly unopened: readonly { readonly slug: string; readonly reason: string }[];
}

interface SealedRow {
  readonly id: string;
  readonly slug: string;
  readonly vendor: string;
  readonly sealed_credentials: string;
}

/** Seals the credentials of every provider again, with the box's first key; all in one transaction. */
export function rotateCredentials(
  manager: EntityManager,
  secretBox: SecretBox,
  registry: ProviderRegistry,
): Promise<RotationResult> {
  return configTransaction(manager, async (transaction) => {
    const rows = await transaction.query<SealedRow[]>(
      'SELECT id, slug, vendor, sealed_credentials FROM providers ORDER BY slug',
    );
    const sealed: string[] = [];
    const unopened: { slug: string; reason: string }[] = [];
    for (const row of rows) {
      try {
        const content = secretBox.seal(open(row, secretBox, registry), row.id);
        await transaction.query('UPDATE providers SET sealed_credentials = $2 WHERE id = $1', [row.id, content]);
        sealed.push(row.slug);
      } catch (error) {
        if (!(error instanceof SecretBoxError)) throw error;
        unopened.push({ slug: row.slug, reason: error.message });
      }
    }
    return { sealed, unopened };
  });
}

/** A vendor without credentials has none to lose with a key. */
function open(row: SealedRow, secretBox: SecretBox, registry: ProviderRegistry): string {
  const hasNone = registry.get(row.vendor)?.credentialFields.length === 0;
  return hasNone ? '{}' : secretBox.open(row.sealed_credentials, row.id);
}
