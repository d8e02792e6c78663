import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Charging calls of the past by the prices of today: what is under way, and in each record what it was before. */
export class RerateCalls1764000000016 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs ADD COLUMN cost_history json;
      CREATE TABLE price_reratings (
        id uuid PRIMARY KEY,
        period_from timestamptz NOT NULL,
        period_to timestamptz NOT NULL,
        filters jsonb NOT NULL,
        is_preview boolean NOT NULL,
        state text NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled')),
        error text,
        place_at text, -- the last record that was looked at, to the microsecond
        place_id uuid,
        result jsonb NOT NULL,
        created_by text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        finished_at timestamptz
      );
      CREATE INDEX price_reratings_running ON price_reratings (updated_at) WHERE state = 'running';
      CREATE INDEX price_reratings_newest ON price_reratings (created_at, id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE price_reratings;
      ALTER TABLE request_logs DROP COLUMN cost_history;
    `);
  }
}
