import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * To which arm a call was drawn, and what the calls of each arm measured: sums by bucket of subjects, written in the
 * transaction of the records that they count and only ever added to, as the rollups are.
 */
export class AddExperiments1764000000023 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs
        ADD COLUMN split_id bigint,
        ADD COLUMN drawn_arm json;
      CREATE TABLE experiment_moments (
        grain text NOT NULL CHECK (grain IN ('hour', 'day')),
        bucket_start timestamptz NOT NULL,
        rule_id uuid NOT NULL,
        split_id bigint NOT NULL,
        arm text NOT NULL,
        variant_id uuid NOT NULL,
        version integer NOT NULL,
        weight integer NOT NULL,
        metric text NOT NULL,
        moments bytea NOT NULL,
        histogram bytea
      );
      CREATE INDEX experiment_moments_rule ON experiment_moments (rule_id, bucket_start);
      CREATE INDEX experiment_moments_bucket ON experiment_moments (grain, bucket_start);
      CREATE TABLE experiment_subjects (
        rule_id uuid NOT NULL,
        split_id bigint NOT NULL,
        subject bigint NOT NULL,
        arm text NOT NULL,
        weight integer NOT NULL,
        first_at timestamptz NOT NULL,
        PRIMARY KEY (rule_id, split_id, subject)
      );
      CREATE TABLE experiment_samples (
        rule_id uuid NOT NULL,
        split_id bigint NOT NULL,
        PRIMARY KEY (rule_id, split_id)
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE experiment_samples, experiment_subjects, experiment_moments;
      ALTER TABLE request_logs DROP COLUMN drawn_arm, DROP COLUMN split_id;
    `);
  }
}
