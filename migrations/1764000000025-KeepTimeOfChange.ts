import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the configuration last changed, so that a replica can tell how long the change took to reach it. */
export class KeepTimeOfChange1764000000025 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE config_revision ADD COLUMN changed_at timestamptz`);
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION config_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE config_revision SET revision = revision + 1, changed_at = clock_timestamp();
        PERFORM pg_notify('config_changed', '');
        RETURN NULL;
      END $$`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE OR REPLACE FUNCTION config_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE config_revision SET revision = revision + 1;
        PERFORM pg_notify('config_changed', '');
        RETURN NULL;
      END $$`);
    await queryRunner.query(`ALTER TABLE config_revision DROP COLUMN changed_at`);
  }
}
