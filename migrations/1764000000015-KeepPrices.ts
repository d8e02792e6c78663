import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every unit costs, and did before: rows are only ever added, so that a call of last year can be shown with the
 * prices it was charged by. A start fills in the catalog that it comes with. They are part of the snapshot.
 */
export class KeepPrices1764000000015 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE prices (
        id uuid PRIMARY KEY,
        key uuid NOT NULL, -- made from the conditions; the id of the first revision
        revision integer NOT NULL CHECK (revision > 0),
        -- Writers hold config_revision, so that the order of the numbers is that of the changes.
        sequence bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT prices_sequence_key UNIQUE,
        source text NOT NULL CHECK (source IN ('catalog', 'own')),
        provider_id uuid, -- no reference: a price outlives the provider it was agreed for
        vendor text NOT NULL,
        model text NOT NULL,
        unit text, -- null: a discount on every unit
        service_tier text,
        image_tier text,
        above_prompt_tokens integer,
        effective_from timestamptz,
        effective_until timestamptz,
        daily_utc text,
        pico numeric(36, 0), -- null beside a null discount: the price was taken back
        discount_percent numeric(10, 4),
        terms jsonb,
        changed_by text NOT NULL,
        note text,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT prices_revision_key UNIQUE (key, revision)
      );
      CREATE INDEX prices_model ON prices (vendor, model);

      CREATE FUNCTION price_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'prices are immutable' USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER prices_immutable BEFORE UPDATE OR DELETE ON prices
        FOR EACH ROW EXECUTE FUNCTION price_is_immutable();
      CREATE TRIGGER prices_config_changed AFTER INSERT OR TRUNCATE ON prices
        FOR EACH STATEMENT EXECUTE FUNCTION config_changed();

      CREATE TABLE price_catalogs (
        hash text PRIMARY KEY,
        applied_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE price_catalogs, prices;
      DROP FUNCTION price_is_immutable;
    `);
  }
}
