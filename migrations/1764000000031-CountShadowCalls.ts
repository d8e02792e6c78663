import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLLUPS = ['usage_rollups', 'usage_tag_rollups', 'usage_model_rollups', 'usage_model_tag_rollups'];

/**
 * Calls of shadows apart from callers' requests: how many, how many failed, and what they cost, which is a part of the
 * cost of all. And what pairs of a shadow's call and the one that was served measured.
 */
export class CountShadowCalls1764000000031 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const table of ROLLUPS) {
      await queryRunner.query(`
        ALTER TABLE ${table}
          ADD COLUMN shadow_requests bigint NOT NULL DEFAULT 0,
          ADD COLUMN shadow_errors bigint NOT NULL DEFAULT 0,
          ADD COLUMN shadow_cost numeric(38, 12)`);
    }
    await queryRunner.query(`
      ALTER TABLE experiment_moments ADD COLUMN served_variant_id uuid, ADD COLUMN served_version integer`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ROLLUPS) {
      // Their records stay, and are requests like all others to the version before.
      await queryRunner.query(`
        UPDATE ${table} SET requests = requests + shadow_requests, errors = errors + shadow_errors
        WHERE shadow_requests <> 0 OR shadow_errors <> 0`);
      await queryRunner.query(`
        ALTER TABLE ${table} DROP COLUMN shadow_cost, DROP COLUMN shadow_errors, DROP COLUMN shadow_requests`);
    }
    await queryRunner.query(`
      DELETE FROM experiment_moments WHERE served_variant_id IS NOT NULL;
      ALTER TABLE experiment_moments DROP COLUMN served_version, DROP COLUMN served_variant_id`);
  }
}
