import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The trace that a request belongs to, to find it by. Most deployments have none, and pay nothing for the index. */
export class KeepTraceIds1764000000026 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE request_logs ADD COLUMN trace_id text`);
    await queryRunner.query(`
      CREATE INDEX request_logs_trace ON request_logs (trace_id, started_at, request_id) WHERE trace_id IS NOT NULL`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE request_logs DROP COLUMN trace_id`);
  }
}
