import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Gradual rollouts of an arm, and what they did in the history of the rules. Rollouts are in no snapshot: what they do
 * to a rule is in its arms.
 */
export class AddRollouts1764000000008 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE rollouts (
        id uuid PRIMARY KEY,
        rule_id uuid NOT NULL REFERENCES targeting_rules (id) ON DELETE CASCADE,
        variant_id uuid NOT NULL, -- an arm of the rule, whose own reference keeps the version there
        version integer NOT NULL,
        steps jsonb NOT NULL,
        start_at timestamptz,
        guard jsonb,
        state text NOT NULL,
        reason text,
        step integer, -- null: not begun
        step_started_at timestamptz,
        step_revision bigint, -- calls of the step were planned with this revision or a later one
        base jsonb NOT NULL,
        split jsonb NOT NULL,
        measured jsonb,
        look_at timestamptz, -- null: nothing to wait for
        created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        updated_at timestamptz NOT NULL DEFAULT clock_timestamp()
      );
      CREATE INDEX rollouts_rule ON rollouts (rule_id, created_at);
      CREATE UNIQUE INDEX rollouts_open_key ON rollouts (rule_id) WHERE state IN ('scheduled', 'running', 'paused');
      CREATE INDEX rollouts_look_at ON rollouts (look_at) WHERE look_at IS NOT NULL;

      ALTER TABLE config_history ADD COLUMN rollout_id uuid, ADD COLUMN reason text;
      CREATE INDEX config_history_rollout ON config_history (rollout_id, sequence) WHERE rollout_id IS NOT NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX config_history_rollout;
      ALTER TABLE config_history DROP COLUMN rollout_id, DROP COLUMN reason;
      DROP TABLE rollouts;
    `);
  }
}
