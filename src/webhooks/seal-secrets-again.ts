import type { EntityManager } from 'typeorm';
import { type SecretBox, SecretBoxError } from '../core/secret-box.js';

/**
 * Seals the secret of every webhook with the box's first key; all in one transaction.
 * @returns the names of those that no key opens, which are left as they are
 */
export function sealWebhookSecretsAgain(manager: EntityManager, secretBox: SecretBox): Promise<string[]> {
  return manager.transaction(async (transaction) => {
    const unopened: string[] = [];
    const rows = await transaction.query<{ id: string; name: string; sealed: string }[]>(
      'SELECT id, name, sealed_secret AS sealed FROM webhooks ORDER BY name FOR UPDATE',
    );
    for (const { id, name, sealed } of rows) {
      try {
        const again = secretBox.seal(secretBox.open(sealed, id), id);
        await transaction.query('UPDATE webhooks SET sealed_secret = $2 WHERE id = $1', [id, again]);
      } catch (error) {
        if (!(error instanceof SecretBoxError)) throw error;
        unopened.push(name);
      }
    }
    return unopened;
  });
}
