import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The requests of a session, and the hours in which there are requests of some dimensions or with a tag, without reading
 * all that lies between them. Each is partial or of rollups only, for an index costs time at every insert.
 */
export class FindRareRequests1764000000014 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE INDEX request_logs_session ON request_logs (session_id, started_at, request_id)
        WHERE session_id IS NOT NULL;
      CREATE INDEX usage_rollups_hours ON usage_rollups (dimensions_id, bucket_start) WHERE grain = 'hour';
      CREATE INDEX usage_tag_rollups_hours ON usage_tag_rollups (tag_key, tag_value, bucket_start) WHERE grain = 'hour';
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP INDEX request_logs_session, usage_rollups_hours, usage_tag_rollups_hours`);
  }
}
