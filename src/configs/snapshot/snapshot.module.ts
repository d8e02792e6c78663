import { Global, Module } from '@nestjs/common';
import { CONFIG_CHANGED } from '../../core/config-changed.js';
import { SECRET_BOX } from '../../core/secret-box.js';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import { ChangeListener } from './change-listener.js';
import { ReplicaMessages } from './replica-messages.js';
import { openSnapshotClient, SnapshotConnection } from './snapshot-connection.js';
import { SnapshotFile, snapshotFileOf } from './snapshot-file.js';
import { SnapshotStore } from './snapshot-store.js';

/** The current configuration, and what keeps it current. */
@Global()
@Module({
  providers: [
    {
      provide: SnapshotConnection,
      useFactory: ({ databaseUrl }: RuntimeSettings) => new SnapshotConnection(() => openSnapshotClient(databaseUrl)),
      inject: [SETTINGS],
    },
    {
      provide: SnapshotFile,
      useFactory: snapshotFileOf,
      inject: [SETTINGS, SECRET_BOX],
    },
    SnapshotStore,
    ReplicaMessages,
    ChangeListener,
    { provide: CONFIG_CHANGED, useExisting: SnapshotStore },
  ],
  exports: [SnapshotStore, ReplicaMessages, CONFIG_CHANGED],
})
export class SnapshotModule {}
