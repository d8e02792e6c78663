import { renameSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Logger } from '@nestjs/common';
import { isAbandoned, isMissing, namesIn, reasonOf } from './journal-directory.js';
import { planLosses } from './plan-losses.js';
import { SegmentReader } from './segment-reader.js';
import { rewriteWithout, sharesOf, type Share } from './segment-shares.js';

const ADOPTED = 'adopted-';
/** Records are given up down to this share of the limit, so that not every new record exceeds it again. */
const FILL_SHARE = 0.9;

interface ClosedSegment {
  readonly reader: SegmentReader;
  readonly path: string;
  readonly from: number;
  readonly shares: ReadonlyMap<string, Share>;
}

/** Where a process's records are. */
export interface JournalSource {
  readonly directory: string;
  /** The segment that its writer may still append to; null where there is none. */
  readonly liveSegmentOf: () => number | null;
}

export interface BacklogLimits {
  /** Of what this process has to ship; past it records are given up. */
  readonly maxBytes: number;
  /** Named where records will not reach it. */
  readonly destination: string;
}

/** Everything that this process has to ship: its own journal, and those of processes that died before they could. */
export class JournalBacklog {
  private readonly logger = new Logger('LogShipper');
  private readonly own: SegmentReader;
  private readonly adopted: SegmentReader[] = [];
  private readonly lost = new Map<string, number>();
  private ownLost = 0;
  private torn = 0;

  /**
   * @param root holds one directory per process
   */
  constructor(
    private readonly root: string,
    private readonly journal: JournalSource,
    private readonly limits: BacklogLimits,
  ) {
    this.own = new SegmentReader(journal.directory, {
      onTornLine: this.noteTornLine,
      onTrouble: this.noteTrouble,
      liveSegment: journal.liveSegmentOf,
    });
    this.readAdopted();
  }

  get bytes(): number {
    return this.readers().reduce((sum, reader) => sum + reader.backlogBytes, 0);
  }

  /** Last lines that dying processes did not finish. */
  get tornLines(): number {
    return this.torn;
  }

  /** Environment → its records that were given up since the start. */
  get lostByEnvironment(): ReadonlyMap<string, number> {
    return this.lost;
  }

  get lostRecords(): number {
    return [...this.lost.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Of what this process wrote itself. */
  get ownLostRecords(): number {
    return this.ownLost;
  }

  /** Oldest first: dead processes wrote before this one. */
  readers(): SegmentReader[] {
    return [...this.adopted, this.own];
  }

  isOwn(reader: SegmentReader): boolean {
    return reader === this.own;
  }

  /**
   * Claims the directories of dead processes, each by one rename: of several claimants one succeeds.
   * @returns how many
   */
  adopt(): number {
    const dead = namesIn(this.root).filter((name) => isAbandoned(name) && name !== basename(this.journal.directory));
    const claimed = dead.filter((name) => this.claim(join(this.root, name)));
    this.readAdopted();
    return claimed.length;
  }

  /** Closes a reader that has nothing more to read; an adopted directory is removed. */
  async leave(reader: SegmentReader): Promise<void> {
    if (reader === this.own) return;
    this.adopted.splice(this.adopted.indexOf(reader), 1);
    await reader.close();
  }

  /**
   * Gives up records until the rest is within the limit: the oldest of the environments that have most, so that nobody
   * loses records because another one writes too many.
   */
  async enforceLimit(): Promise<void> {
    const { bytes } = this;
    const { maxBytes } = this.limits;
    if (bytes <= maxBytes) return;
    const segments = await this.closedSegments();
    const losses = planLosses(bytesByEnvironment(segments), bytes - maxBytes * FILL_SHARE);
    const lost = new Map<string, number>();
    for (const segment of segments) {
      if (![...segment.shares.keys()].some((environment) => (losses.get(environment) ?? 0) > 0)) continue;
      for (const [environment, count] of await this.giveUp(segment, losses)) {
        if (segment.reader === this.own) this.ownLost += count;
        lost.set(environment, (lost.get(environment) ?? 0) + count);
      }
    }
    if (lost.size > 0) this.noteLoss(lost);
  }

  /** Counts records of this process that are neither on disk any more nor in the database. */
  noteVanished(count: number): void {
    this.ownLost += count;
    this.lost.set(UNKNOWN, (this.lost.get(UNKNOWN) ?? 0) + count);
    this.logger.error(`${count} log records are lost: their files vanished from ${this.journal.directory}`);
  }

  async close(): Promise<void> {
    for (const reader of this.readers()) await reader.close();
  }

  private async closedSegments(): Promise<ClosedSegment[]> {
    const segments: ClosedSegment[] = [];
    for (const reader of this.readers()) {
      for (const segment of reader.closedSegments()) {
        const [path, from] = [reader.pathOf(segment), reader.readOf(segment)];
        segments.push({ reader, path, from, shares: await sharesOf(path, from) });
      }
    }
    return segments;
  }

  /**
   * Where the disk has no space to write what is kept, the whole segment goes, and is counted for every environment in
   * it.
   */
  private async giveUp(
    { reader, path, from, shares }: ClosedSegment,
    losses: Map<string, number>,
  ): Promise<Map<string, number>> {
    await reader.closeFile();
    try {
      return await rewriteWithout(path, from, losses);
    } catch (error) {
      this.logger.error(`${path} is given up whole, for it could not be written again: ${reasonOf(error)}`);
      await rm(path, { force: true });
      for (const [environment, { bytes }] of shares) losses.set(environment, (losses.get(environment) ?? 0) - bytes);
      return new Map([...shares].map(([environment, { records }]) => [environment, records]));
    }
  }

  private noteLoss(lost: ReadonlyMap<string, number>): void {
    for (const [environment, count] of lost) this.lost.set(environment, (this.lost.get(environment) ?? 0) + count);
    const whose = [...lost].map(([environment, count]) => `${count} of environment '${environment}'`).join(', ');
    this.logger.error(
      `The log journal for ${this.limits.destination} outgrew its limit of ${this.limits.maxBytes} bytes. The oldest records of who fills it are lost: ${whose}; ${this.lostRecords} in all since the start`,
    );
  }

  /** One that cannot be claimed is tried again next time, and the others are claimed all the same. */
  private claim(directory: string): boolean {
    const name = basename(directory);
    const claimed = join(this.journal.directory, name.startsWith(ADOPTED) ? name : ADOPTED + name);
    try {
      renameSync(directory, claimed);
      return true;
    } catch (error) {
      if (!isMissing(error)) this.noteTrouble(`${directory} could not be adopted`, error);
      return false;
    }
  }

  /** Also what an earlier attempt had claimed and could not open. */
  private readAdopted(): void {
    for (const directory of adoptedIn(this.journal.directory)) this.unfold(directory);
    const known = new Set(this.adopted.map((reader) => reader.directory));
    for (const directory of adoptedIn(this.journal.directory)) {
      if (known.has(directory)) continue;
      const options = { onTornLine: this.noteTornLine, onTrouble: this.noteTrouble };
      this.adopted.push(new SegmentReader(directory, options));
    }
  }

  /** A dead process may itself have adopted directories, and so on. */
  private unfold(directory: string): void {
    for (const inner of adoptedIn(directory)) {
      if (this.claim(inner)) this.unfold(join(this.journal.directory, basename(inner)));
    }
  }

  private readonly noteTornLine = (path: string): void => {
    this.torn++;
    this.logger.warn(`${path} ends in a line that a dying process had begun; it is left out`);
  };

  private readonly noteTrouble = (what: string, error: unknown): void => {
    this.logger.warn(`${what}: ${reasonOf(error)}`);
  };
}

/** Stands for an environment that is not known any more. */
const UNKNOWN = 'unknown';

function bytesByEnvironment(segments: readonly ClosedSegment[]): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { shares } of segments) {
    for (const [environment, { bytes }] of shares) sums.set(environment, (sums.get(environment) ?? 0) + bytes);
  }
  return sums;
}

function adoptedIn(directory: string): string[] {
  return namesIn(directory)
    .filter((name) => name.startsWith(ADOPTED))
    .map((name) => join(directory, name));
}
