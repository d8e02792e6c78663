import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every change of a config's rules left behind, and by what a rule keeps its callers on an arm.
 *
 * The history is in no snapshot: it neither bumps `config_revision` nor notifies.
 */
export class KeepRuleHistory1764000000006 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE targeting_rules ADD COLUMN sticky_by text; -- null: by metadata.userId, else by user

      CREATE TABLE config_history (
        id uuid PRIMARY KEY,
        -- Writers hold config_revision, so that the order of the numbers is that of the changes.
        sequence bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT config_history_sequence_key UNIQUE,
        config_id uuid NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
        environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
        action text NOT NULL,
        changed_by text,
        variant_id uuid,
        version integer,
        from_history_id uuid,
        from_environment_id uuid,
        changes jsonb NOT NULL,
        rules jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX config_history_config ON config_history (config_id, environment_id, sequence);
      CREATE INDEX config_history_environment ON config_history (environment_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE config_history;
      ALTER TABLE targeting_rules DROP COLUMN sticky_by;
    `);
  }
}
