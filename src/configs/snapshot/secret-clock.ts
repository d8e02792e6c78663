import type { SecretEntry } from './config-snapshot.js';

/**
 * Judges when secrets end: by the database's time, which all replicas share, carried on by a clock that never goes back.
 * What was once seen ended stays ended in this process, whatever any clock says later.
 */
export class SecretClock {
  /** The database's milliseconds less the monotonic ones. */
  private offsetMs = Number.NaN;
  private readonly ended = new Set<string>();

  /**
   * @param databaseMs what the database's clock showed
   * @param monotonicMs what our monotonic clock showed then
   */
  observe(databaseMs: number, monotonicMs: number): void {
    if (Number.isFinite(databaseMs)) this.offsetMs = databaseMs - monotonicMs;
  }

  /** An end that cannot be read, or a time that is not known, is past. */
  hasEnded({ id, expiresAt }: Pick<SecretEntry, 'id' | 'expiresAt'>, monotonicMs: number): boolean {
    if (this.ended.has(id)) return true;
    if (expiresAt === null || expiresAt > this.offsetMs + monotonicMs) return false;
    if (!Number.isNaN(this.offsetMs)) this.ended.add(id);
    return true;
  }
}
