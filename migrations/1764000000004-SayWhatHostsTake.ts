import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a host of OpenAI's format takes, where the operator knows better than the gateway; null leaves it to find out. */
export class SayWhatHostsTake1764000000004 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE providers
        ADD COLUMN stream_options text CHECK (stream_options IN ('send', 'omit')),
        ADD COLUMN developer_role text CHECK (developer_role IN ('send', 'system'));
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE providers DROP COLUMN stream_options, DROP COLUMN developer_role');
  }
}
