import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The request log: one partition a day, no foreign keys (names and ids as they were), inserted only by the shipper.
 * What is only ever read back whole is json, not jsonb: that takes two thirds off an insert's CPU time.
 */
export class CreateRequestLog1764000000001 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE request_logs (
        started_at timestamptz NOT NULL,
        request_id uuid NOT NULL,
        endpoint text NOT NULL,
        environment_id uuid NOT NULL,
        environment text NOT NULL,
        config_id uuid,
        config text,
        variant_id uuid,
        variant text,
        version integer,
        rule_id uuid,
        provider_id uuid,
        provider text,
        vendor text,
        model_requested text,
        model text,
        status integer NOT NULL,
        error_code text,
        error_message text,
        input_tokens bigint,
        cache_read_tokens bigint,
        cache_write_tokens bigint,
        output_tokens bigint,
        reasoning_tokens bigint,
        usage json,
        cost numeric(24, 12),
        latency_ms double precision NOT NULL,
        first_token_ms double precision,
        streaming boolean NOT NULL,
        aborted boolean NOT NULL,
        tags jsonb NOT NULL,
        attempts json NOT NULL,
        dropped_params json NOT NULL,
        request_body text,
        response_body text,
        PRIMARY KEY (request_id, started_at)
      ) PARTITION BY RANGE (started_at);
      CREATE INDEX request_logs_started_at ON request_logs (started_at);
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE request_logs');
  }
}
