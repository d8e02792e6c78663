import { hash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As those of the rollups that are there. */
const MEASURES = `requests, errors, aborted, unpriced_requests, counted_requests, estimated_requests, input_tokens,
  cache_read_tokens, cache_write_tokens, output_tokens, reasoning_tokens, estimated_input_tokens, estimated_output_tokens,
  cost, wasted_cost, estimated_cost, vendor_cost, latency, first_token`;
const DIMENSIONS = 'environment_id, environment, provider_id, provider, vendor, model';
const AT_ONCE = 5_000;

interface Kind {
  readonly id: string;
  readonly dimensions: readonly (string | null)[];
}

/**
 * Coarser sums beside those by all dimensions, which are too many to be read for a month: by environment, provider, vendor
 * and model. Those of what is counted already are copies of its rows with the coarser dimensions; the gateway merges them.
 * And an index of the rows of tags that have more values than are told apart.
 */
export class RollUpByModel1764000000019 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE usage_model_dimensions (
        id bigint PRIMARY KEY,
        environment_id uuid NOT NULL,
        environment text NOT NULL,
        provider_id uuid,
        provider text,
        vendor text,
        model text
      );
      CREATE TABLE usage_model_rollups (LIKE usage_rollups INCLUDING CONSTRAINTS)
        WITH (autovacuum_vacuum_scale_factor = 0.05);
      CREATE TABLE usage_model_tag_rollups (LIKE usage_tag_rollups INCLUDING CONSTRAINTS)
        WITH (autovacuum_vacuum_scale_factor = 0.05);
      CREATE TEMPORARY TABLE model_of_kind (id bigint PRIMARY KEY, model_id bigint NOT NULL) ON COMMIT DROP;
    `);
    for (let after: string | null = null; ;) {
      const kinds = await this.loadKinds(queryRunner, after);
      if (kinds.length === 0) break;
      await this.insertModels(queryRunner, kinds);
      after = kinds.at(-1)?.id ?? null;
    }
    await queryRunner.query(`
      INSERT INTO usage_model_rollups (grain, bucket_start, dimensions_id, ${MEASURES})
        SELECT grain, bucket_start, model_id, ${MEASURES} FROM usage_rollups JOIN model_of_kind ON id = dimensions_id;
      INSERT INTO usage_model_tag_rollups (grain, bucket_start, tag_key, tag_value, dimensions_id, ${MEASURES})
        SELECT grain, bucket_start, tag_key, tag_value, model_id, ${MEASURES}
        FROM usage_tag_rollups LEFT JOIN model_of_kind ON id = dimensions_id;
      DROP TABLE model_of_kind;
      CREATE INDEX usage_model_rollups_bucket ON usage_model_rollups (grain, bucket_start);
      CREATE INDEX usage_model_tag_rollups_bucket ON usage_model_tag_rollups (grain, bucket_start, tag_key);
      CREATE INDEX usage_tag_rollups_untold ON usage_tag_rollups (grain, tag_key, bucket_start, tag_value)
        WHERE tag_value IS NULL OR dimensions_id IS NULL;
      CREATE INDEX usage_model_tag_rollups_untold ON usage_model_tag_rollups (grain, tag_key, bucket_start, tag_value)
        WHERE tag_value IS NULL OR dimensions_id IS NULL;
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP INDEX usage_tag_rollups_untold;
      DROP TABLE usage_model_tag_rollups, usage_model_rollups, usage_model_dimensions;
    `);
  }

  private loadKinds(queryRunner: QueryRunner, after: string | null): Promise<Kind[]> {
    return queryRunner.query(
      `SELECT id::text AS id, json_build_array(${DIMENSIONS}) AS dimensions FROM usage_dimensions
       WHERE id > $1::bigint OR $1 IS NULL ORDER BY usage_dimensions.id LIMIT ${AT_ONCE}`,
      [after],
    );
  }

  private async insertModels(queryRunner: QueryRunner, kinds: readonly Kind[]): Promise<void> {
    const names = DIMENSIONS.split(', ');
    const rows = kinds.map(({ id, dimensions }) => ({
      kind: id,
      id: idOf(dimensions),
      ...Object.fromEntries(names.map((name, place) => [name, dimensions[place]])),
    }));
    await queryRunner.query(
      `INSERT INTO usage_model_dimensions (id, ${DIMENSIONS})
       SELECT id, ${DIMENSIONS} FROM json_populate_recordset(null::usage_model_dimensions, $1::json) ON CONFLICT DO NOTHING`,
      [JSON.stringify(rows)],
    );
    await queryRunner.query(
      `INSERT INTO model_of_kind SELECT kind, id FROM json_to_recordset($1::json) AS given (kind bigint, id bigint)`,
      [JSON.stringify(rows.map(({ kind, id }) => ({ kind, id })))],
    );
  }
}

/** As the gateway makes it. */
function idOf(dimensions: readonly (string | null)[]): string {
  return Buffer.from(hash('sha256', JSON.stringify(dimensions), 'hex').slice(0, 16), 'hex')
    .readBigInt64BE()
    .toString();
}
