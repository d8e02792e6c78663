// A journal and its shipper in a process of few files or small ones: what was kept must arrive, the rest be counted.
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { ownName } from '../../src/observability/journal-directory.js';
import { LogJournal } from '../../src/observability/log-journal.js';
import { LogShipper } from '../../src/observability/log-shipper.js';
import { logRecord } from '../support/log-record.js';

const [dataDir = '', databaseUrl = '', shortOf = ''] = process.argv.slice(2);
Logger.overrideLogger(false);
const directory = join(dataDir, 'journal', ownName());
const journal = new LogJournal({ directory, segmentBytes: 20_000, fsync: false });
const shipper = new LogShipper(
  { dataDir, databaseUrl, journalMaxBytes: 1e9, logRetentionDays: 90, logContentRetentionDays: 30, workers: 1 },
  journal,
);
const seen = new Set<string>();
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function write(count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    if (shortOf === 'room for a group') journal.appendGrouped(logRecord());
    else journal.append(logRecord());
    if (index % 20 === 0) await wait(5);
    for (const reason of shipper.reasons) seen.add(reason.replace(/\d+/g, 'N'));
  }
}

shipper.onModuleInit();
await write(50);
const files: number[] = [];
try {
  while (shortOf === 'files') files.push(openSync('/dev/null', 'r'));
} catch {
  // There are no more.
}
await write(200);
await wait(1_000);
await write(1);
for (const file of files) closeSync(file);
await write(50);
await shipper.stop(30_000);
process.stdout.write(
  JSON.stringify({ appended: journal.appendedRecords, dropped: journal.droppedRecords, seen: [...seen] }),
);
process.exit(0);
