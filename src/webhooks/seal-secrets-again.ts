import type { EntityManager } from 'typeorm';
import { type SecretBox, SecretBoxError } from '../core/secret-box.js';

/**
 * Seals the secret of every webhook with the box's first key; all in one transaction.
 * @returns the names of those that no key opens, which are left as they are
 */
export function sealWebhookSecretsAgain(manager: EntityManager, secretBox: SecretBox): Promise<string[]> {
  return manager.transaction(async (transaction) => {
    const unopened: string[] = [];
    const rows = await transaction.query<{ id: string; name: string; sealed: string; previous: string | null }[]>(
      `SELECT id, name, sealed_secret AS sealed, CASE WHEN previous_until > now() THEN previous_sealed_secret END AS previous
       FROM webhooks ORDER BY name FOR UPDATE`,
    );
    for (const { id, name, sealed, previous } of rows) {
      try {
        const again = [sealed, previous].map((each) => each && secretBox.seal(secretBox.open(each, id), id));
        const update = 'UPDATE webhooks SET sealed_secret = $2, previous_sealed_secret = $3 WHERE id = $1';
        await transaction.query(update, [id, ...again]);
      } catch (error) {
        if (!(error instanceof SecretBoxError)) throw error;
        unopened.push(name);
      }
    }
    return unopened;
  });
}
