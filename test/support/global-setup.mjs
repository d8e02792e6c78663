// Starts one database server for the whole run and migrates one template; test files copy it (see database.ts).
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { typeScriptCompiler } from './compile-typescript.mjs';
import './register-typescript.mjs';

// Variables of the shell that the tests run in (PGPORT, PGSSLMODE, …) are not meant for this server.
for (const name of Object.keys(process.env)) if (/^PG[A-Z]/.test(name)) delete process.env[name];

export default async function globalSetup() {
  typeScriptCompiler().prepare();
  const { startEmbeddedPostgres } = await import('../../src/startup/embedded-postgres/embedded-postgres.ts');
  const { dataSourceOptions } = await import('../../src/core/database.ts');
  const { fillCatalogPrices } = await import('../../src/catalog/fill-catalog.ts');
  const { CATALOG_ROWS } = await import('../../src/catalog/models.ts');
  const { runMigrations } = await import('../../src/startup/migrations.ts');
  const server = await startServer(startEmbeddedPostgres);
  const template = `llmops_template_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${template}`);
  const templateUrl = new URL(server.url);
  templateUrl.pathname = `/${template}`;
  const dataSource = await new DataSource(dataSourceOptions(templateUrl.href, 2)).initialize();
  await runMigrations(dataSource);
  await fillCatalogPrices(dataSource.manager, CATALOG_ROWS);
  await dataSource.destroy();

  // Workers are started after this and inherit the environment.
  process.env.LLMOPS_TEST_SERVER = server.url;
  process.env.LLMOPS_TEST_TEMPLATE = template;
  globalThis.stopTestServer = async () => {
    await admin.query(`DROP DATABASE IF EXISTS ${template}`);
    await admin.end();
    await server.stop();
  };
}

async function startServer(startEmbeddedPostgres) {
  if (process.env.TEST_DATABASE_URL) return { url: process.env.TEST_DATABASE_URL, stop: async () => {} };
  const directory = mkdtempSync(join(tmpdir(), 'llmops-test-'));
  // Where root may not make a user namespace, the server runs as nobody and must get through.
  chmodSync(directory, 0o711);
  const server = await startEmbeddedPostgres({
    dataDir: join(directory, 'postgres'),
    maxConnections: 200,
    durable: false,
  });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
