import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a host itself says a call cost, beside our own figure, and which of the two an account's calls are charged by. */
export class KeepVendorCost1764000000018 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs ADD COLUMN vendor_cost numeric(24, 12), ADD COLUMN cost_source text`);
    await queryRunner.query(`
      ALTER TABLE providers ADD COLUMN cost_source text NOT NULL DEFAULT 'catalog'
        CONSTRAINT providers_cost_source_check CHECK (cost_source IN ('catalog', 'vendor'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE providers DROP COLUMN cost_source`);
    await queryRunner.query(`ALTER TABLE request_logs DROP COLUMN vendor_cost, DROP COLUMN cost_source`);
  }
}
