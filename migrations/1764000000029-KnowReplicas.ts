import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which processes serve from this database, as each says of itself every few seconds. */
export class KnowReplicas1764000000029 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE replicas (
        id uuid PRIMARY KEY,
        host text NOT NULL,
        pid integer NOT NULL,
        node_version text NOT NULL,
        schema_version text NOT NULL,
        started_at timestamptz NOT NULL DEFAULT now(),
        seen_at timestamptz NOT NULL DEFAULT now(),
        revision bigint,
        journal_bytes bigint NOT NULL,
        lost_records bigint NOT NULL,
        reasons jsonb NOT NULL
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`DROP TABLE replicas`);
  }
}
