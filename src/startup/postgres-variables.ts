/**
 * Imported first by every program of ours, before the Postgres driver is loaded, which reads some of these at once.
 *
 * The variables of libpq (PGHOST, PGPORT, PGSSLMODE, PGOPTIONS, …) fill in what a connection does not name. Here they
 * are other programs': DATABASE_URL says everything about a given database, and the embedded one is ours alone.
 *
 * @see https://www.postgresql.org/docs/current/libpq-envars.html
 */
export const forgottenPostgresVariables: readonly string[] = Object.keys(process.env).filter(
  (name) => /^PG[A-Z]/.test(name) || name === 'NODE_PG_FORCE_NATIVE',
);

for (const name of forgottenPostgresVariables) Reflect.deleteProperty(process.env, name);
