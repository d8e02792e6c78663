import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { isAbandoned, isMissing, namesIn } from './journal-directory.js';
import type { LogJournal } from './log-journal.js';
import { SegmentReader } from './segment-reader.js';

const ADOPTED = 'adopted-';

/** Everything that this process has to ship: its own journal, and those of processes that died before they could. */
export class JournalBacklog {
  private readonly logger = new Logger('LogShipper');
  private readonly own: SegmentReader;
  private readonly adopted: SegmentReader[];
  private lost = 0;
  private full = false;
  private torn = 0;

  /**
   * @param root holds one directory per process
   * @param maxBytes of what this process has to ship; past it the oldest segments are given up
   */
  constructor(
    private readonly root: string,
    private readonly journal: LogJournal,
    private readonly maxBytes: number,
  ) {
    this.own = new SegmentReader(journal.directory, {
      onTornLine: this.noteTornLine,
      liveSegment: () => journal.liveSegment,
    });
    this.adopted = adoptedIn(journal.directory).map((directory) => this.readerOf(directory));
  }

  get bytes(): number {
    return this.readers().reduce((sum, reader) => sum + reader.backlogBytes, 0);
  }

  /** Last lines that dying processes did not finish. */
  get tornLines(): number {
    return this.torn;
  }

  get lostRecords(): number {
    return this.lost;
  }

  /** Records were given up, and the backlog has not been worked off since. */
  get overflowed(): boolean {
    return this.full;
  }

  /** Oldest first: the dead wrote before us. */
  readers(): SegmentReader[] {
    return [...this.adopted, this.own];
  }

  /**
   * Claims the directories of dead processes, each by one rename: of several claimants one succeeds.
   * @returns how many
   */
  adopt(): number {
    let count = 0;
    for (const name of namesIn(this.root).filter(isAbandoned)) {
      const claimed = join(this.journal.directory, ADOPTED + name);
      if (!claim(join(this.root, name), claimed)) continue;
      count++;
      for (const inner of adoptedIn(claimed)) this.adoptFrom(inner);
      this.adopted.push(this.readerOf(claimed));
    }
    return count;
  }

  /** A dead process may have died over what it had adopted itself. */
  private adoptFrom(inner: string): void {
    const claimed = join(this.journal.directory, inner.slice(inner.lastIndexOf(ADOPTED)));
    if (claim(inner, claimed)) this.adopted.push(this.readerOf(claimed));
  }

  /** Nothing more to read there: an adopted directory is done with, our own has been worked off. */
  async leave(reader: SegmentReader): Promise<void> {
    if (reader === this.own) {
      this.full = false;
      return;
    }
    this.adopted.splice(this.adopted.indexOf(reader), 1);
    await reader.close();
  }

  /** Gives up the oldest segments until the rest is within the limit. */
  async enforceLimit(): Promise<void> {
    let bytes = this.bytes;
    for (const reader of this.readers()) {
      while (bytes > this.maxBytes) {
        const lost = await reader.dropOldest();
        if (lost === null) break;
        this.lost += lost;
        this.full = true;
        this.logger.error(
          `The log journal outgrew its limit of ${this.maxBytes} bytes: ${lost} records are lost, ${this.lost} since the start`,
        );
        bytes = this.bytes;
      }
    }
  }

  async close(): Promise<void> {
    for (const reader of this.readers()) await reader.close();
  }

  private readerOf(directory: string): SegmentReader {
    return new SegmentReader(directory, { onTornLine: this.noteTornLine });
  }

  private readonly noteTornLine = (path: string): void => {
    this.torn++;
    this.logger.warn(`${path} ends in a line that a dying process had begun; it is left out`);
  };
}

function adoptedIn(directory: string): string[] {
  return namesIn(directory)
    .filter((name) => name.startsWith(ADOPTED))
    .map((name) => join(directory, name));
}

function claim(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}
