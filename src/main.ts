// First: it clears variables that the Postgres driver reads when it is loaded.
import { removedPostgresVariables } from './startup/postgres-variables.js';
import cluster from 'node:cluster';
import {
  describeAdminToken,
  describeFirstCall,
  describeFirstStart,
  describeLateVendors,
  describeUrls,
} from './startup/announce.js';
import type { GatewayApp } from './app.js';
import { surviveLostReader } from './core/log-output.js';
import { logger } from './core/logger.js';
import type { RuntimeSettings, Settings } from './core/settings.js';
import { readSettings, type Environment } from './startup/read-settings.js';
import { prepare, type Prepared } from './startup/prepare.js';
import { print } from './startup/print.js';
import { exposeTelemetryVariables, readEnvironment } from './startup/read-environment.js';
import { exitOnSignals, exitOnUncaughtErrors } from './cluster/shutdown.js';
import { exitWithExplanation } from './startup/start-failure.js';
import { setV8Flags } from './startup/v8-flags.js';
import { CUT, startWorkers, type WorkerReady } from './cluster/workers.js';

/** Something that answers at a URL: this process, or the workers that share its port. */
interface Serving {
  readonly url: string;
  close(): Promise<void>;
  cut(): Promise<void>;
  kill(): void;
}

async function start(): Promise<void> {
  const environment = readEnvironment();
  exposeTelemetryVariables(environment);
  const given = readSettings(environment);
  logger.level = given.logLevel;
  if (given.databaseUrl !== null && removedPostgresVariables.length > 0) {
    print(`Not read: ${removedPostgresVariables.join(', ')}. DATABASE_URL says everything about the database.`);
  }
  const prepared = await prepare(given, environment, print);
  const { settings, adminTokenFile, firstStart } = prepared;
  if (firstStart !== null) print(describeFirstStart(firstStart));
  let serving: Serving | null = null;
  const giveUp = (): void => serving?.kill();
  exitOnUncaughtErrors(giveUp);
  const starting = serve(prepared, environment);
  exitOnSignals({
    drainSeconds: settings.drainSeconds,
    giveUp,
    cut: async () => serving?.cut(),
    close: async () => {
      // A half-built application cannot be closed, so a start that is under way is completed first.
      const started = await starting.catch(() => null);
      await started?.close();
      await prepared.stop();
    },
  });
  try {
    serving = await starting;
  } catch (error) {
    await prepared.stop();
    throw error;
  }
  print(describeUrls(serving.url));
  for (const line of describeLateVendors(prepared.lateVendors, serving.url, adminTokenFile)) print(line);
  if (firstStart !== null) {
    print(describeAdminToken(adminTokenFile));
    print(describeFirstCall(serving.url, firstStart.madeSecret));
  }
}

function serve(prepared: Prepared, environment: Environment): Promise<Serving> {
  return prepared.settings.workers === 1 ? serveAlone(prepared.settings) : serveByWorkers(prepared, environment);
}

async function serveAlone(settings: RuntimeSettings): Promise<Serving> {
  const app = await build(settings);
  const url = await listen(app);
  return { url, close: () => app.close(), cut: () => app.cut(), kill: () => undefined };
}

async function serveByWorkers({ settings, dataDirLock }: Prepared, environment: Environment): Promise<Serving> {
  const workers = startWorkers(settings, environment, { lock: dataDirLock });
  try {
    const url = await workers.ready;
    return { url, close: () => workers.stop(), cut: () => workers.cut(), kill: () => workers.kill() };
  } catch (error) {
    // They have no calls to finish, and one that hangs would not react to SIGTERM.
    workers.kill();
    await workers.stop();
    throw error;
  }
}

/** Loaded only here: a primary that has workers never builds the application, and need not hold its code. */
async function build(settings: RuntimeSettings): Promise<GatewayApp> {
  const { createApp } = await import('./app.js');
  return createApp(settings);
}

async function listen(app: GatewayApp): Promise<string> {
  try {
    return await app.listen();
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** A worker ends with its primary: Node closes the channel between them, and the process with it. */
async function startWorker(): Promise<void> {
  const settings = runtimeSettings(readSettings(process.env));
  logger.level = settings.logLevel;
  exitOnUncaughtErrors(() => undefined);
  const app = await build(settings);
  // Ctrl+C reaches the whole group; the primary says when to stop.
  process.on('SIGINT', () => undefined);
  // What signals a whole group sends this worker a second one, which must not end it: the primary says so itself.
  let closing: Promise<void> | null = null;
  process.on('SIGTERM', () => {
    closing ??= app.close().finally(() => process.exit(0));
  });
  process.on('message', (message) => {
    if (message === CUT) void app.cut().finally(() => process.exit(1));
  });
  const ready: WorkerReady = { url: await listen(app) };
  process.send?.(ready);
}

function runtimeSettings(settings: Settings): RuntimeSettings {
  const { databaseUrl, adminToken } = settings;
  if (databaseUrl === null || adminToken === null) throw new Error('a worker is given what its primary found');
  return { ...settings, databaseUrl, adminToken };
}

setV8Flags();
surviveLostReader(process.stderr);
(cluster.isPrimary ? start() : startWorker()).catch(exitWithExplanation);
