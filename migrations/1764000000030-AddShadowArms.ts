import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Arms that serve nobody and get copies of requests, and what their calls are copies of. A shadow has no weight, so it
 * adds nothing to the sum of its rule's weights. The indexes are of shadows' calls only: who has none pays nothing.
 */
export class AddShadowArms1764000000030 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE rule_arms
        ADD COLUMN share integer CONSTRAINT rule_arms_share_check CHECK (share BETWEEN 1 AND 10000),
        ADD COLUMN max_daily_cost numeric(24, 12) CHECK (max_daily_cost > 0),
        ADD CONSTRAINT rule_arms_shadow_check
          CHECK ((share IS NULL) = (max_daily_cost IS NULL) AND (share IS NULL OR weight = 0));
      ALTER TABLE request_logs ADD COLUMN shadow_of uuid, ADD COLUMN served_call json;
      CREATE INDEX request_logs_shadow_of ON request_logs (shadow_of) WHERE shadow_of IS NOT NULL;
      CREATE INDEX request_logs_shadow_cost ON request_logs (started_at, rule_id, variant_id)
        INCLUDE (cost, wasted_cost) WHERE shadow_of IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs DROP COLUMN served_call, DROP COLUMN shadow_of;
      DELETE FROM rule_arms WHERE share IS NOT NULL;
    `);
    // What a deferred trigger has still to do for the rows would keep the table from being altered.
    await queryRunner.query(`SET CONSTRAINTS ALL IMMEDIATE`);
    await queryRunner.query(`
      ALTER TABLE rule_arms DROP CONSTRAINT rule_arms_shadow_check, DROP COLUMN max_daily_cost, DROP COLUMN share`);
  }
}
