import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often and how long calls of one provider are tried, where a version does not say. */
export class SetRetriesByProvider1764000000010 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE providers ADD COLUMN timeouts jsonb, ADD COLUMN retry jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE providers DROP COLUMN timeouts, DROP COLUMN retry`);
  }
}
