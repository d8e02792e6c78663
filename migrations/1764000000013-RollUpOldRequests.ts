import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every record says whether rollups count it. Those that are there already are not counted yet: they read `false` without
 * being written again, and the hours that may hold some are carried over by the replicas, one by one. A new record must say
 * it: what a replica of the version before, which knows no rollups, tries to insert is refused and waits in its journal.
 */
export class RollUpOldRequests1764000000013 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE request_logs ADD COLUMN rolled_up boolean NOT NULL DEFAULT false;
      ALTER TABLE request_logs ALTER COLUMN rolled_up DROP DEFAULT;
      CREATE TABLE rollup_backlog (hour timestamptz PRIMARY KEY);
      INSERT INTO rollup_backlog (hour)
        SELECT (to_date(right(child.relname, 8), 'YYYYMMDD') + make_interval(hours => number)) AT TIME ZONE 'UTC'
        FROM pg_inherits
        JOIN pg_class child ON child.oid = inhrelid
        CROSS JOIN generate_series(0, 23) AS number
        WHERE inhparent = 'request_logs'::regclass AND child.relname ~ '^request_logs_[0-9]{8}$';
    `);
  }

  /** Puts attempts and bodies back where the version before looks for them. */
  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      UPDATE request_logs SET attempts = coalesce((
        SELECT json_agg(json_build_object(
          'reason', reason, 'because', because, 'provider', provider, 'vendor', vendor, 'model', model,
          'variantId', variant_id, 'variant', variant, 'version', version, 'status', status, 'error', error, 'message', message,
          'startedAt', to_char(attempt_started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
          'latencyMs', latency_ms, 'upstreamRequestId', upstream_request_id, 'tokens', tokens,
          'cost', trim_scale(cost)::text
        ) ORDER BY number)
        FROM request_attempts AS attempt
        WHERE attempt.started_at = request_logs.started_at AND attempt.request_id = request_logs.request_id
      ), '[]') WHERE attempt_count IS NOT NULL;
      UPDATE request_logs SET request_body = content.request_body, response_body = content.response_body
        FROM request_contents AS content
        WHERE content.started_at = request_logs.started_at AND content.request_id = request_logs.request_id;
      DROP TABLE rollup_backlog;
      ALTER TABLE request_logs DROP COLUMN rolled_up;
    `);
  }
}
