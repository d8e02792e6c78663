import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an environment does not want to be kept of prompts and answers. */
export class RedactContent1764000000027 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE environments ADD COLUMN content_redaction jsonb`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE environments DROP COLUMN content_redaction`);
  }
}
