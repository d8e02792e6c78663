import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What failed attempts of a call cost. Null in older records, and where nothing was wasted or it is not known. */
export class KeepWastedCost1764000000009 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE request_logs ADD COLUMN wasted_cost numeric(24, 12)`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE request_logs DROP COLUMN wasted_cost`);
  }
}
