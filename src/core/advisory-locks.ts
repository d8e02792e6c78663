/**
 * Every advisory lock that this program takes, in one list so that no two share a number. Fixed for good: replicas of
 * different versions exclude each other by them. Taken with `pg_advisory_xact_lock` only: a lock of the session would
 * stay behind on the connection of a transaction pooler.
 */
export const ADVISORY_LOCKS = {
  /** Held while the schema changes. */
  migrations: 7_263_410_021,
  /** Held while partitions of the request log are added or dropped. */
  partitions: 7_263_410_022,
  /** Held while an empty database gets its first content. */
  firstStart: 7_263_410_023,
  /** Held while rows of a rollup are merged. */
  rollups: 7_263_410_024,
  /** Held while a batch of calls is charged again. */
  rerating: 7_263_410_026,
} as const;
