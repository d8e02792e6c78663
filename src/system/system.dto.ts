import { ApiProperty } from '@nestjs/swagger';
import type { TableSize } from './database-size.js';
import type { ReplicaRow } from './replicas.js';
import type { SettingInForce } from './settings-in-force.js';

/** A process that serves from this database, as it last said of itself. */
export class ReplicaView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'gateway-0' })
  host: string;

  @ApiProperty({ type: 'integer', example: 4711 })
  pid: number;

  /** It answered this request. */
  answersThis: boolean;

  @ApiProperty({ example: '20.19.4' })
  nodeVersion: string;

  /** The newest migration that it knows: replicas of two versions differ in it. */
  @ApiProperty({ example: 'CountShadowCalls1764000000031' })
  schemaVersion: string;

  @ApiProperty({ format: 'date-time' })
  startedAt: string;

  @ApiProperty({ format: 'date-time' })
  seenAt: string;

  /** It has not been heard of for twenty seconds: it died, or cannot reach the database. */
  isSilent: boolean;

  /** Of the configuration that it serves; null until it has loaded one. */
  @ApiProperty({ type: String, nullable: true, example: '42' })
  revision: string | null;

  /** Log records on its disk that are not in the database yet. */
  @ApiProperty({ type: 'integer', example: 0 })
  backlogBytes: number;

  /** Log records lost since its start. */
  @ApiProperty({ type: 'integer', example: 0 })
  lostRecords: number;

  /** What needs an administrator, each in one sentence; none while all is well. */
  @ApiProperty({ type: [String] })
  reasons: readonly string[];
}

export class SystemView {
  /** Of the configuration that the database holds, as this replica knows it. */
  @ApiProperty({ type: String, nullable: true, example: '42' })
  revision: string | null;

  /** Each process that was heard of within the last hour, the longest running first. */
  @ApiProperty({ type: [ReplicaView] })
  replicas: readonly ReplicaView[];
}

export class TableView {
  @ApiProperty({ example: 'request_logs' })
  name: string;

  /** With indexes and partitions. */
  @ApiProperty({ type: 'integer', example: 4_194_304 })
  bytes: number;

  /** An estimate of the database; 0 for a table that it has not looked at yet. */
  @ApiProperty({ type: 'integer', example: 12_000 })
  rows: number;

  /** One for each day of the log. */
  @ApiProperty({ type: 'integer', example: 90 })
  partitions: number;

  @ApiProperty({ type: String, nullable: true, example: 'request_logs_20261124' })
  oldestPartition: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'request_logs_20261126' })
  newestPartition: string | null;
}

export class DatabaseView {
  /** Of the server. */
  @ApiProperty({ example: '18.4' })
  version: string;

  @ApiProperty({ type: 'integer', example: 52_428_800 })
  bytes: number;

  /** The largest first. */
  @ApiProperty({ type: [TableView] })
  tables: readonly TableView[];
}

export class SettingView implements SettingInForce {
  @ApiProperty({ example: 'LLMOPS_LOG_RETENTION_DAYS' })
  name: string;

  /** Sizes in bytes, lists with commas; null where it is not set, and where it is a secret. Of URLs without user, password and parameters. */
  @ApiProperty({ type: String, nullable: true, example: '90' })
  value: string | null;

  /** It is set, and is not shown. */
  isSecret: boolean;
}

export class SettingsView {
  @ApiProperty({ type: [SettingView] })
  settings: readonly SettingView[];
}

export function toReplicaView(row: ReplicaRow, ownId: string): ReplicaView {
  return {
    id: row.id,
    host: row.host,
    pid: row.pid,
    answersThis: row.id === ownId,
    nodeVersion: row.node_version,
    schemaVersion: row.schema_version,
    startedAt: row.started_at.toISOString(),
    seenAt: row.seen_at.toISOString(),
    isSilent: row.is_silent,
    revision: row.revision,
    backlogBytes: Number(row.journal_bytes),
    lostRecords: Number(row.lost_records),
    reasons: row.reasons,
  };
}

export function toTableView(table: TableSize): TableView {
  return {
    name: table.name,
    bytes: Number(table.bytes),
    rows: Number(table.rows),
    partitions: table.partitions,
    oldestPartition: table.oldest_partition,
    newestPartition: table.newest_partition,
  };
}
