import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What every rollup adds up. Sums of tokens and money are wider than a record's, for vendors may state any number. */
const MEASURES = `
  requests bigint NOT NULL,
  errors bigint NOT NULL,
  aborted bigint NOT NULL,
  unpriced_requests bigint NOT NULL,
  counted_requests bigint NOT NULL,
  estimated_requests bigint NOT NULL,
  input_tokens numeric(30),
  cache_read_tokens numeric(30),
  cache_write_tokens numeric(30),
  output_tokens numeric(30),
  reasoning_tokens numeric(30),
  estimated_input_tokens numeric(30),
  estimated_output_tokens numeric(30),
  cost numeric(38, 12),
  wasted_cost numeric(38, 12),
  estimated_cost numeric(38, 12),
  vendor_cost numeric(38, 12),
  latency bytea,
  first_token bytea`;

/**
 * Sums by hour and by day, written in the transaction of the records that they count; attempts and kept content apart
 * from the record. Rollups are only ever added to, and what a reader wants is the sum of all rows of a bucket: replicas
 * never wait for one another's rows. Old attempts and bodies stay in the old columns until they are carried over.
 */
export class CreateUsageRollups1764000000012 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE usage_dimensions (
        id bigint PRIMARY KEY,
        environment_id uuid NOT NULL,
        environment text NOT NULL,
        secret_id uuid,
        secret text,
        client text,
        config_id uuid,
        config text,
        variant_id uuid,
        variant text,
        version integer,
        rule_id uuid,
        provider_id uuid,
        provider text,
        vendor text,
        model text,
        served_model text,
        endpoint text NOT NULL,
        service_tier text,
        finish_reason text,
        status integer NOT NULL,
        streaming boolean NOT NULL
      );
      CREATE TABLE usage_rollups (
        grain text NOT NULL CHECK (grain IN ('hour', 'day')),
        bucket_start timestamptz NOT NULL,
        dimensions_id bigint NOT NULL,
        ${MEASURES}
      ) WITH (autovacuum_vacuum_scale_factor = 0.05);
      CREATE INDEX usage_rollups_bucket ON usage_rollups (grain, bucket_start, dimensions_id);
      CREATE TABLE usage_tag_rollups (
        grain text NOT NULL CHECK (grain IN ('hour', 'day')),
        bucket_start timestamptz NOT NULL,
        tag_key text NOT NULL,
        tag_value text,
        dimensions_id bigint,
        ${MEASURES}
      ) WITH (autovacuum_vacuum_scale_factor = 0.05);
      CREATE INDEX usage_tag_rollups_bucket ON usage_tag_rollups (grain, bucket_start, tag_key);
      CREATE TABLE request_attempts (
        started_at timestamptz NOT NULL,
        request_id uuid NOT NULL,
        number smallint NOT NULL,
        reason text,
        because text,
        provider text,
        vendor text,
        model text,
        variant_id uuid,
        variant text,
        version integer,
        status integer,
        error text,
        message text,
        attempt_started_at timestamptz,
        latency_ms double precision,
        upstream_request_id text,
        tokens json,
        cost numeric(24, 12),
        PRIMARY KEY (started_at, request_id, number)
      ) PARTITION BY RANGE (started_at);
      CREATE TABLE request_contents (
        started_at timestamptz NOT NULL,
        request_id uuid NOT NULL,
        request_body text,
        response_body text,
        PRIMARY KEY (started_at, request_id)
      ) PARTITION BY RANGE (started_at);
      ALTER TABLE request_logs
        ADD COLUMN served_model text,
        ADD COLUMN attempt_count smallint;
      DROP INDEX request_logs_started_at;
      CREATE INDEX request_logs_newest ON request_logs (started_at, request_id);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX request_logs_newest;
      CREATE INDEX request_logs_started_at ON request_logs (started_at);
      ALTER TABLE request_logs
        DROP COLUMN served_model,
        DROP COLUMN attempt_count;
      DROP TABLE request_contents, request_attempts, usage_tag_rollups, usage_rollups, usage_dimensions;
    `);
  }
}
