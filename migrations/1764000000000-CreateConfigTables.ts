import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Everything the snapshot is built from. Every change bumps `config_revision` and notifies all replicas. */
export class CreateConfigTables1764000000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE config_revision (
        only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
        revision bigint NOT NULL
      );
      INSERT INTO config_revision (revision) VALUES (1);

      CREATE FUNCTION config_changed() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        UPDATE config_revision SET revision = revision + 1;
        PERFORM pg_notify('config_changed', '');
        RETURN NULL;
      END $$;

      CREATE TABLE configs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL,
        slug text NOT NULL CONSTRAINT configs_slug_key UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE environments (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL,
        slug text NOT NULL CONSTRAINT environments_slug_key UNIQUE,
        is_production boolean NOT NULL DEFAULT false,
        default_config_id uuid CONSTRAINT environments_default_config_fkey REFERENCES configs (id),
        log_content boolean,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE environment_secrets (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        environment_id uuid NOT NULL REFERENCES environments (id) ON DELETE CASCADE,
        hash bytea NOT NULL CONSTRAINT environment_secrets_hash_key UNIQUE CHECK (length(hash) = 32),
        hint text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz
      );
      CREATE INDEX environment_secrets_environment ON environment_secrets (environment_id);

      CREATE TABLE providers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        vendor text NOT NULL,
        name text NOT NULL,
        slug text NOT NULL CONSTRAINT providers_slug_key UNIQUE,
        sealed_credentials text NOT NULL,
        base_url text,
        enabled boolean NOT NULL DEFAULT true,
        pricing_model_map jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE variants (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL CONSTRAINT variants_name_key UNIQUE,
        created_at timestamptz NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );

      CREATE TABLE variant_versions (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        variant_id uuid NOT NULL REFERENCES variants (id) ON DELETE CASCADE,
        version integer NOT NULL CHECK (version > 0),
        provider_id uuid NOT NULL CONSTRAINT variant_versions_provider_fkey REFERENCES providers (id),
        model text NOT NULL,
        parameters json NOT NULL DEFAULT '{}', -- not jsonb: the order of a JSON schema's properties means something
        parameter_modes jsonb NOT NULL DEFAULT '{}',
        system_prompt text,
        timeouts jsonb NOT NULL DEFAULT '{}',
        retry jsonb NOT NULL DEFAULT '{}',
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT variant_versions_number_key UNIQUE (variant_id, version)
      );
      CREATE INDEX variant_versions_provider ON variant_versions (provider_id);

      CREATE FUNCTION variant_version_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'variant versions are immutable' USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER variant_versions_immutable BEFORE UPDATE ON variant_versions
        FOR EACH ROW EXECUTE FUNCTION variant_version_is_immutable();

      CREATE TABLE targeting_rules (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        config_id uuid NOT NULL REFERENCES configs (id) ON DELETE CASCADE,
        environment_id uuid NOT NULL CONSTRAINT targeting_rules_environment_fkey REFERENCES environments (id),
        priority integer NOT NULL DEFAULT 0,
        enabled boolean NOT NULL DEFAULT true,
        conditions jsonb,
        created_at timestamptz(3) NOT NULL DEFAULT now(),
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX targeting_rules_config ON targeting_rules (config_id, environment_id);

      CREATE TABLE rule_arms (
        rule_id uuid NOT NULL REFERENCES targeting_rules (id) ON DELETE CASCADE,
        position integer NOT NULL,
        variant_id uuid NOT NULL CONSTRAINT rule_arms_variant_fkey REFERENCES variants (id),
        version integer,
        weight integer NOT NULL CHECK (weight BETWEEN 0 AND 10000),
        PRIMARY KEY (rule_id, position),
        CONSTRAINT rule_arms_version_fkey FOREIGN KEY (variant_id, version)
          REFERENCES variant_versions (variant_id, version)
      );
      CREATE INDEX rule_arms_variant ON rule_arms (variant_id);

      CREATE TABLE rule_fallbacks (
        rule_id uuid NOT NULL REFERENCES targeting_rules (id) ON DELETE CASCADE,
        position integer NOT NULL,
        variant_id uuid NOT NULL CONSTRAINT rule_fallbacks_variant_fkey REFERENCES variants (id),
        version integer,
        PRIMARY KEY (rule_id, position),
        CONSTRAINT rule_fallbacks_version_fkey FOREIGN KEY (variant_id, version)
          REFERENCES variant_versions (variant_id, version)
      );
      CREATE INDEX rule_fallbacks_variant ON rule_fallbacks (variant_id);

      CREATE FUNCTION rule_weights_sum() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        changed uuid := CASE WHEN TG_OP = 'DELETE' THEN OLD.rule_id ELSE NEW.rule_id END;
        total integer;
      BEGIN
        SELECT sum(weight) INTO total FROM rule_arms WHERE rule_id = changed;
        IF total <> 10000 THEN
          RAISE EXCEPTION 'weights of a rule must sum to 10000, not %', total
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rule_arms_weights_sum';
        END IF;
        RETURN NULL;
      END $$;
      CREATE CONSTRAINT TRIGGER rule_arms_weights AFTER INSERT OR UPDATE OR DELETE ON rule_arms
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION rule_weights_sum();
    `);
    for (const table of CONFIG_TABLES) {
      await queryRunner.query(`
        CREATE TRIGGER ${table}_config_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ${table}
          FOR EACH STATEMENT EXECUTE FUNCTION config_changed();
      `);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      DROP TABLE rule_fallbacks, rule_arms, targeting_rules, variant_versions, variants, providers,
        environment_secrets, environments, configs, config_revision;
      DROP FUNCTION config_changed, variant_version_is_immutable, rule_weights_sum;
    `);
  }
}

const CONFIG_TABLES = [
  'configs',
  'environments',
  'environment_secrets',
  'providers',
  'variants',
  'variant_versions',
  'targeting_rules',
  'rule_arms',
  'rule_fallbacks',
];
