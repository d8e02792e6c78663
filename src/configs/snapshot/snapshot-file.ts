import { closeSync, fsyncSync, openSync, writeFileSync, type Stats } from 'node:fs';
import { readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import type { SecretBox } from '../../core/secret-box.js';
import type { Settings } from '../../core/settings.js';
import { systemErrorCode } from '../../core/system-error.js';
import { COLUMNS, type SecretRow, type SnapshotRows } from './snapshot-rows.js';

/** A configuration as it was last known to be in the database. */
export interface StoredSnapshot {
  readonly rows: SnapshotRows;
  /** When the rows were last known to match the database. */
  readonly currentAt: Date;
}

/** A key of the secret box: what is sealed here opens as nothing else. */
const BOUND_TO = 'configuration snapshot';
/** Rows written by another version of this program may lack columns that this one needs. */
const SHAPE = JSON.stringify(COLUMNS);
const MAX_BYTES = 64 * 1024 * 1024;
const TOUCH_EVERY_MS = 5_000;

/**
 * The last good configuration on disk, sealed with the encryption key, for a start while the database is away. It holds
 * rows and not what was made of them, so that it is read by the same code as the database. Its time of change is when
 * it was last known to be current. The processes of one data directory write the same rows.
 */
export class SnapshotFile {
  private readonly logger = new Logger(SnapshotFile.name);
  private waiting: SnapshotRows | null = null;
  private writing: Promise<void> | null = null;
  private writtenPrices: SnapshotRows['prices'] | null = null;
  private touchedAtMs = -Infinity;
  private failing = false;

  constructor(
    private readonly path: string,
    private readonly secretBox: SecretBox,
  ) {}

  /** Null where there is none, or none that this program can open; the log says why. */
  async read(): Promise<StoredSnapshot | null> {
    try {
      const written = await statIfThere(this.path);
      if (written === null) return null;
      if (written.size > MAX_BYTES) throw new Error('it is too large');
      const stored = (await this.open(this.path)) as StoredRows;
      if (stored.shape !== SHAPE) throw new Error('another version of the gateway wrote it');
      const prices = (await this.open(this.pricesPath)) as SnapshotRows['prices'];
      return { rows: { ...fromStored(stored), prices }, currentAt: written.mtime };
    } catch (error) {
      this.logger.warn(`The configuration kept in ${this.path} cannot be used: ${reasonOf(error)}`);
      return null;
    }
  }

  /** Never throws. Of several that come while one is written, the last is written next. */
  write(rows: SnapshotRows): Promise<void> {
    this.waiting = rows;
    this.writing ??= this.writeWaiting().finally(() => (this.writing = null));
    return this.writing;
  }

  /** Notes that what was written is still current, now and then. */
  touch(now: Date): void {
    if (performance.now() - this.touchedAtMs < TOUCH_EVERY_MS || this.writing !== null) return;
    this.touchedAtMs = performance.now();
    utimes(this.path, now, now).catch(() => undefined);
  }

  private async writeWaiting(): Promise<void> {
    for (let rows = this.waiting; rows !== null; rows = this.waiting) {
      this.waiting = null;
      try {
        if (rows.prices !== this.writtenPrices) await this.replace(this.pricesPath, rows.prices);
        this.writtenPrices = rows.prices;
        await this.replace(this.path, toStored(rows));
        this.failing = false;
      } catch (error) {
        if (!this.failing) this.logger.warn(`The configuration cannot be kept in ${this.path}: ${reasonOf(error)}`);
        this.failing = true;
      }
    }
  }

  /** Beside it, for they are many and seldom change. */
  private get pricesPath(): string {
    return `${this.path}-prices`;
  }

  private async open(path: string): Promise<unknown> {
    return JSON.parse(this.secretBox.open(await readFile(path, 'utf8'), BOUND_TO));
  }

  /** Whole or not at all, also where the power fails. */
  private async replace(path: string, content: unknown): Promise<void> {
    const sealed = this.secretBox.seal(JSON.stringify(content), BOUND_TO);
    if (sealed.length > MAX_BYTES) {
      await rm(this.path, { force: true });
      throw new Error(`it takes more than ${MAX_BYTES} bytes`);
    }
    const draft = `${path}.${process.pid}`;
    try {
      const file = openSync(draft, 'w', 0o600);
      try {
        writeFileSync(file, sealed);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      await rename(draft, path);
    } finally {
      await rm(draft, { force: true });
    }
  }
}

export function snapshotFileOf({ dataDir }: Pick<Settings, 'dataDir'>, secretBox: SecretBox): SnapshotFile {
  return new SnapshotFile(join(dataDir, 'snapshot'), secretBox);
}

interface StoredRows extends Omit<SnapshotRows, 'secrets' | 'prices'> {
  readonly shape: string;
  readonly secrets: readonly (Omit<SecretRow, 'hash'> & { readonly hash: string })[];
}

function toStored({ prices: _apart, ...rows }: SnapshotRows): StoredRows {
  return { ...rows, shape: SHAPE, secrets: rows.secrets.map((row) => ({ ...row, hash: row.hash.toString('hex') })) };
}

function fromStored(stored: StoredRows): Omit<SnapshotRows, 'prices'> {
  return { ...stored, secrets: stored.secrets.map((row) => ({ ...row, hash: Buffer.from(row.hash, 'hex') })) };
}

async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'message' in error ? String(error.message) : 'unknown error';
}
