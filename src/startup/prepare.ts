import { createAddressGuard } from '../core/address-guard.js';
import { createSecretBox } from '../core/secret-box.js';
import type { RuntimeSettings, Settings } from '../core/settings.js';
import type { Environment } from './read-settings.js';
import { assertCanListen } from './assert-can-listen.js';
import { lockDataDir, type DataDirLock } from './data-dir-lock.js';
import { findLateVendors, seedFirstStart, type FirstStart } from './first-start.js';
import { adminTokenOf, encryptionKeysOf, makeDataDir } from './generated-values.js';
import { databaseDirOf, keepPostgres, type KeptPostgres } from './embedded-postgres/keep-postgres.js';
import { connect, prepareSchema, type Say } from './prepare-database.js';
import type { EnvironmentProviders } from './vendor-environment.js';
import { ProviderRegistry } from '../providers/provider-registry.js';

/** Everything the application needs before it can be built, done once however many workers there are. */
export interface Prepared {
  readonly settings: RuntimeSettings;
  /** Null: the administrator's token was given. */
  readonly adminTokenFile: string | null;
  readonly firstStart: FirstStart | null;
  /** Variables of vendors that came too late to be read. */
  readonly lateVendors: EnvironmentProviders;
  readonly dataDirLock: DataDirLock;
  /** Stops the embedded database, if there is one, and lets go of the data directory. */
  stop(): Promise<void>;
}

/** @throws SettingsError DataDirInUseError EmbeddedPostgresError DatabaseError SchemaError, each fit to be shown */
export async function prepare(settings: Settings, environment: Environment, say: Say): Promise<Prepared> {
  makeDataDir(settings.dataDir);
  const dataDirLock = await lockDataDir(settings.dataDir, say);
  try {
    // Before the first start shows a secret that it shows only once.
    await assertCanListen(settings.host, settings.port);
    return await prepareLocked(settings, dataDirLock, { environment, say });
  } catch (error) {
    dataDirLock.release();
    throw error;
  }
}

interface Surroundings {
  readonly environment: Environment;
  readonly say: Say;
}

async function prepareLocked(
  settings: Settings,
  dataDirLock: DataDirLock,
  { environment, say }: Surroundings,
): Promise<Prepared> {
  const adminToken = adminTokenOf(settings);
  const encryptionKeys = encryptionKeysOf(settings, databaseDirOf(settings));
  const isEmbedded = settings.databaseUrl === null;
  const postgres =
    settings.databaseUrl === null ? await keepPostgres(settings, dataDirLock, say) : given(settings.databaseUrl);
  const complete = { ...settings, databaseUrl: postgres.url, adminToken: adminToken.value, encryptionKeys };
  try {
    return {
      settings: Object.freeze(complete),
      adminTokenFile: adminToken.file,
      ...(await prepareContent(complete, isEmbedded, { environment, say })),
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

function given(url: string): KeptPostgres {
  return { url, stop: () => Promise.resolve() };
}

async function prepareContent(
  settings: RuntimeSettings,
  isEmbedded: boolean,
  { environment, say }: Surroundings,
): Promise<Pick<Prepared, 'firstStart' | 'lateVendors'>> {
  const dataSource = await connect(settings.databaseUrl, say);
  try {
    await prepareSchema(dataSource, isEmbedded, say);
    const registry = new ProviderRegistry();
    const firstStart = await seedFirstStart(dataSource, {
      registry,
      secretBox: createSecretBox(settings.encryptionKeys),
      guard: createAddressGuard(settings.upstreamAllow),
      environmentSecret: settings.environmentSecret,
      environment,
    });
    const none = { providers: [], skipped: [] };
    return {
      firstStart,
      lateVendors: firstStart === null ? await findLateVendors(dataSource, { registry, environment }) : none,
    };
  } finally {
    await dataSource.destroy();
  }
}
