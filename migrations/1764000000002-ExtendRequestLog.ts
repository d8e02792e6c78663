import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who called, from which program and session, how the answer ended, and what an experiment needs to know. All of it may
 * be null: journals and replicas of the version before know nothing of it.
 */
export class ExtendRequestLog1764000000002 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs
        ADD COLUMN secret_id uuid,
        ADD COLUMN secret text,
        ADD COLUMN client text,
        ADD COLUMN session_id text,
        ADD COLUMN subject_hash text,
        ADD COLUMN config_revision bigint,
        ADD COLUMN arm_weight integer,
        ADD COLUMN finish_reason text,
        ADD COLUMN service_tier text,
        ADD COLUMN upstream_request_id text,
        ALTER COLUMN attempts DROP NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE request_logs SET attempts = '[]' WHERE attempts IS NULL;
      ALTER TABLE request_logs
        DROP COLUMN secret_id,
        DROP COLUMN secret,
        DROP COLUMN client,
        DROP COLUMN session_id,
        DROP COLUMN subject_hash,
        DROP COLUMN config_revision,
        DROP COLUMN arm_weight,
        DROP COLUMN finish_reason,
        DROP COLUMN service_tier,
        DROP COLUMN upstream_request_id,
        ALTER COLUMN attempts SET NOT NULL;
    `);
  }
}
