import { startApp, type TestApp } from './start-app.js';
import { startReplica, type Replica } from './start-replica.js';
import { startDatabaseProxy, type DatabaseProxy } from './tcp-proxy.js';

/** A gateway that writes, and a replica that reaches the same database through a proxy which can fail. */
export interface ProxiedReplica {
  readonly writer: TestApp;
  readonly proxy: DatabaseProxy;
  readonly replica: Replica;
  /** One more secret of the environment, made by the writer. */
  newSecret(fields?: object): Promise<{ id: string; secret: string }>;
  stop(): Promise<void>;
}

export async function startProxiedReplica(): Promise<ProxiedReplica> {
  const writer = await startApp();
  await writer.admin('POST', '/providers', { vendor: 'sandbox', name: 'Sandbox', slug: 'sandbox' });
  const proxy = await startDatabaseProxy(writer.settings.databaseUrl);
  const replica = await startReplica(writer, { databaseUrl: proxy.url });
  return {
    writer,
    proxy,
    replica,
    newSecret: (fields = {}) => writer.admin('POST', `/environments/${writer.environmentId}/secrets`, fields),
    stop: async () => {
      await replica.stop();
      await proxy.close();
      await writer.stop();
    },
  };
}
