import type { EntityManager } from 'typeorm';
import { END_WHEN_ABANDONED } from './abandoned-transaction.js';

/**
 * One admin write. Triggers bump the one row of `config_revision` on every change, so writers queue on it in any case;
 * taking it first gives them all the same lock order. No two can deadlock, and what a write has read (the latest
 * version, who uses a row, which slugs are taken) stays true until it commits.
 */
export function configTransaction<Result>(
  manager: EntityManager,
  write: (manager: EntityManager) => Promise<Result>,
): Promise<Result> {
  return manager.transaction(async (transaction) => {
    await transaction.query(END_WHEN_ABANDONED);
    await transaction.query('SELECT revision FROM config_revision FOR UPDATE');
    return write(transaction);
  });
}
