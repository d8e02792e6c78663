import { Get, Inject } from '@nestjs/common';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import { SETTINGS, type RuntimeSettings } from '../core/settings.js';
import { DatabaseSize } from './database-size.js';
import { Replicas } from './replicas.js';
import { settingsInForce } from './settings-in-force.js';
import { DatabaseView, SettingsView, SystemView, toReplicaView, toTableView } from './system.dto.js';

@AdminController('system', 'System')
export class SystemController {
  constructor(
    private readonly replicas: Replicas,
    private readonly store: SnapshotStore,
    private readonly size: DatabaseSize,
    @Inject(SETTINGS) private readonly settings: RuntimeSettings,
  ) {}

  @Get()
  @ApiAction('Which processes serve, from which revision, and how much log each still has on its disk', {
    ok: SystemView,
  })
  async read(): Promise<SystemView> {
    const rows = await this.replicas.list();
    return {
      revision: this.store.current?.revision ?? null,
      replicas: rows.map((row) => toReplicaView(row, this.replicas.ownId)),
    };
  }

  @Get('database')
  @ApiAction('How large the database is, table by table, and which days of the log it holds', { ok: DatabaseView })
  async database(): Promise<DatabaseView> {
    const { version, bytes, tables } = await this.size.load();
    return { version, bytes: Number(bytes), tables: tables.map(toTableView) };
  }

  @Get('settings')
  @ApiAction('The settings that the answering process runs by. Secrets are not shown', { ok: SettingsView })
  readSettings(): SettingsView {
    return { settings: settingsInForce(this.settings) };
  }
}
