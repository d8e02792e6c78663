import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A secret that was replaced signs deliveries for a while beside the new one. */
export class RotateWebhookSecrets1764000000032 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE webhooks ADD COLUMN previous_sealed_secret text, ADD COLUMN previous_until timestamptz`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`ALTER TABLE webhooks DROP COLUMN previous_sealed_secret, DROP COLUMN previous_until`);
  }
}
