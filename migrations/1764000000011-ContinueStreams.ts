import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a rule's fallbacks continue streams that break. */
export class ContinueStreams1764000000011 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE targeting_rules ADD COLUMN continue_streams boolean NOT NULL DEFAULT false`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE targeting_rules DROP COLUMN continue_streams`);
  }
}
