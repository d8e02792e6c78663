import { Global, Module } from '@nestjs/common';
import { CONFIG_CHANGED } from '../../core/config-changed.js';
import { ChangeListener } from './change-listener.js';
import { SnapshotConnection } from './snapshot-connection.js';
import { SnapshotStore } from './snapshot-store.js';

/** The current configuration, and what keeps it current. */
@Global()
@Module({
  providers: [
    SnapshotConnection,
    SnapshotStore,
    ChangeListener,
    { provide: CONFIG_CHANGED, useExisting: SnapshotStore },
  ],
  exports: [SnapshotStore, CONFIG_CHANGED],
})
export class SnapshotModule {}
