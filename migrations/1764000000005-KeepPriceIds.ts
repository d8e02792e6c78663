import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By which prices a cost was worked out. Null where there is no cost, and in journals of the version before. */
export class KeepPriceIds1764000000005 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE request_logs ADD COLUMN price_ids uuid[]');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE request_logs DROP COLUMN price_ids');
  }
}
