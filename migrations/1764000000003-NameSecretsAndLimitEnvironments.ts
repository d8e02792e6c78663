import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names of secrets and when they were last used; what an environment may call directly, and how much at once.
 *
 * Uses have a table of their own: they are written every few seconds, and must neither bump `config_revision` nor wait
 * for an administrator's transaction.
 */
export class NameSecretsAndLimitEnvironments1764000000003 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE environment_secrets ADD COLUMN name text;

      CREATE TABLE environment_secret_uses (
        secret_id uuid PRIMARY KEY REFERENCES environment_secrets (id) ON DELETE CASCADE,
        last_used_at timestamptz NOT NULL
      );

      ALTER TABLE environments
        ADD COLUMN direct_access uuid[], -- null: every provider; empty: none
        ADD COLUMN max_concurrent_calls integer CHECK (max_concurrent_calls > 0);

      -- A list that loses its last provider stays a list, so it allows nothing, never everything.
      CREATE FUNCTION forget_provider() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE environments SET direct_access = array_remove(direct_access, OLD.id) WHERE OLD.id = ANY (direct_access);
        RETURN NULL;
      END $$;
      CREATE TRIGGER providers_forgotten AFTER DELETE ON providers
        FOR EACH ROW EXECUTE FUNCTION forget_provider();
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TRIGGER providers_forgotten ON providers;
      DROP FUNCTION forget_provider;
      ALTER TABLE environments DROP COLUMN direct_access, DROP COLUMN max_concurrent_calls;
      DROP TABLE environment_secret_uses;
      ALTER TABLE environment_secrets DROP COLUMN name;
    `);
  }
}
