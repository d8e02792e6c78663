import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What callers and administrators say of answers: one value of each name for a request, which goes when its record goes. */
export class AddFeedback1764000000022 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE request_feedback (
        started_at timestamptz NOT NULL,
        request_id uuid NOT NULL,
        name text NOT NULL,
        value double precision NOT NULL,
        comment text,
        given_by text NOT NULL,
        given_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (started_at, request_id, name)
      ) PARTITION BY RANGE (started_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE request_feedback');
  }
}
