import type { MigrationInterface, QueryRunner } from 'typeorm';

/** After which kinds of failure a rule's fallbacks are called. */
export class FallBackByKind1764000000007 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE targeting_rules ADD COLUMN fallback_on text[] -- null: the usual kinds`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE targeting_rules DROP COLUMN fallback_on`);
  }
}
