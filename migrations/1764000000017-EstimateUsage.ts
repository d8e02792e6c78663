import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Usage that the gateway estimated where the vendor did not count. Null in older records, and where it did. */
export class EstimateUsage1764000000017 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs
        ADD COLUMN estimated text,
        ADD COLUMN not_estimated_because text
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs
        DROP COLUMN estimated,
        DROP COLUMN not_estimated_because
    `);
  }
}
