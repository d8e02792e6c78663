// Appends to a journal of its own until it is killed, and notes each id once the record is on disk.
import { openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { ownName } from '../../src/observability/journal-directory.js';
import { LogJournal } from '../../src/observability/log-journal.js';
import { logRecord } from '../support/log-record.js';

const dataDir = process.argv[2] ?? '';
const directory = join(dataDir, 'journal', ownName());
const noted = openSync(join(dataDir, 'noted'), 'a');
const journal = new LogJournal({ directory, segmentBytes: 100_000, fsync: false });
for (;;) {
  const record = logRecord();
  journal.append(record);
  writeSync(noted, `${record.request_id}\n`);
}
