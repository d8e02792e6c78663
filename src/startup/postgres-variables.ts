/**
 * Removes variables from this process's environment. Import it before anything else: the Postgres driver reads some of
 * them when it is loaded.
 *
 * The variables of libpq (PGHOST, PGPORT, PGSSLMODE, PGOPTIONS, …) fill in what a connection does not name. They are
 * meant for other programs: DATABASE_URL says everything about a given database, and the embedded one needs none.
 *
 * @see https://www.postgresql.org/docs/current/libpq-envars.html
 */
export const removedPostgresVariables: readonly string[] = Object.keys(process.env).filter(
  (name) => /^PG[A-Z]/.test(name) || name === 'NODE_PG_FORCE_NATIVE',
);

for (const name of removedPostgresVariables) Reflect.deleteProperty(process.env, name);
