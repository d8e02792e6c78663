import { createServer } from 'node:net';
import { createAddressGuard } from '../core/address-guard.js';
import { snapshotFileOf, type StoredSnapshot } from '../configs/snapshot/snapshot-file.js';
import { createSecretBox } from '../core/secret-box.js';
import type { RuntimeSettings, Settings } from '../core/settings.js';
import type { Environment } from './read-settings.js';
import { lockDataDir, type DataDirLock } from './data-dir-lock.js';
import { findLateVendors, seedFirstStart, type FirstStart } from './first-start.js';
import { adminTokenOf, encryptionKeysOf, makeDataDir } from './generated-values.js';
import { databaseDirOf, supervisePostgres, type DatabaseServer } from './embedded-postgres/supervise-postgres.js';
import { connect, DatabaseUnreachableError, prepareSchema } from './prepare-database.js';
import type { Print } from './print.js';
import type { EnvironmentProviders } from './vendor-environment.js';
import { ProviderRegistry } from '../providers/provider-registry.js';

/** Everything the application needs before it can be built, done once however many workers there are. */
export interface Prepared {
  readonly settings: RuntimeSettings;
  /** Null: the administrator's token was given. */
  readonly adminTokenFile: string | null;
  readonly firstStart: FirstStart | null;
  /** Vendors' variables that were set after the first start, which alone reads them. */
  readonly lateVendors: EnvironmentProviders;
  readonly dataDirLock: DataDirLock;
  /** Stops the embedded database, if there is one, and lets go of the data directory. */
  stop(): Promise<void>;
}

/** @throws SettingsError DataDirInUseError EmbeddedPostgresError DatabaseError SchemaError, each fit to be shown */
export async function prepare(settings: Settings, environment: Environment, print: Print): Promise<Prepared> {
  makeDataDir(settings.dataDir);
  const dataDirLock = await lockDataDir(settings.dataDir, print);
  try {
    // Checked before the first start shows a secret that is shown only once.
    await assertCanListen(settings.host, settings.port);
    return await prepareLocked(settings, { dataDirLock, environment, print });
  } catch (error) {
    dataDirLock.release();
    throw error;
  }
}

/**
 * Tries the address before anything is created for the start. Somebody may still take it a moment later; the start then
 * fails as it would have without asking.
 * @throws what `listen` throws: EADDRINUSE, EACCES, EADDRNOTAVAIL, ENOTFOUND
 */
function assertCanListen(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve()));
  });
}

interface StartContext {
  readonly dataDirLock: DataDirLock;
  readonly environment: Environment;
  readonly print: Print;
}

async function prepareLocked(settings: Settings, context: StartContext): Promise<Prepared> {
  const { dataDirLock } = context;
  const adminToken = adminTokenOf(settings);
  const encryptionKeys = encryptionKeysOf(settings, databaseDirOf(settings));
  const postgres = await databaseOf(settings, context);
  const complete = { ...settings, databaseUrl: postgres.url, adminToken: adminToken.value, encryptionKeys };
  try {
    return {
      settings: Object.freeze(complete),
      adminTokenFile: adminToken.file,
      ...(await prepareContent(complete, { ...context, isEmbedded: settings.databaseUrl === null })),
      dataDirLock,
      stop: async () => {
        await postgres.stop();
        dataDirLock.release();
      },
    };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** A given database is not ours to stop. */
function databaseOf(settings: Settings, { dataDirLock, print }: StartContext): Promise<DatabaseServer> {
  const { databaseUrl: url } = settings;
  if (url === null) return supervisePostgres(settings, dataDirLock, print);
  return Promise.resolve({ url, stop: () => Promise.resolve() });
}

type Content = Pick<Prepared, 'firstStart' | 'lateVendors'>;

const NO_VENDORS: EnvironmentProviders = { providers: [], skipped: [] };
/** Where there is a configuration on disk to serve, the database is not waited for as long. */
const STORED_WAIT_MS = 5_000;

/** A database that is only away does not keep a replica from serving what it served last. */
async function prepareContent(
  settings: RuntimeSettings,
  context: StartContext & { readonly isEmbedded: boolean },
): Promise<Content> {
  const stored = context.isEmbedded ? null : await storedSnapshotOf(settings);
  try {
    return await prepareDatabase(settings, context, stored === null ? undefined : STORED_WAIT_MS);
  } catch (error) {
    if (stored === null || !(error instanceof DatabaseUnreachableError)) throw error;
    context.print(error.message);
    context.print(
      `Serving the configuration of ${stored.currentAt.toISOString()} from ${settings.dataDir}; the admin API answers 503 until the database is back.`,
    );
    return { firstStart: null, lateVendors: NO_VENDORS };
  }
}

function storedSnapshotOf(settings: RuntimeSettings): Promise<StoredSnapshot | null> {
  return snapshotFileOf(settings, createSecretBox(settings.encryptionKeys)).read();
}

async function prepareDatabase(
  settings: RuntimeSettings,
  { environment, isEmbedded, print }: StartContext & { readonly isEmbedded: boolean },
  waitMs: number | undefined,
): Promise<Content> {
  const dataSource = await connect(settings.databaseUrl, print, waitMs);
  try {
    await prepareSchema(dataSource, { isEmbedded, print });
    const registry = new ProviderRegistry();
    const firstStart = await seedFirstStart(dataSource, {
      registry,
      secretBox: createSecretBox(settings.encryptionKeys),
      guard: createAddressGuard(settings.upstreamAllow),
      environmentSecret: settings.environmentSecret,
      environment,
    });
    return {
      firstStart,
      lateVendors: firstStart === null ? await findLateVendors(dataSource, { registry, environment }) : NO_VENDORS,
    };
  } finally {
    await dataSource.destroy();
  }
}
