import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { isAbandoned, ownName } from './journal-directory.js';
import { LogJournal, toLine } from './log-journal.js';
import type { RequestLogRecord } from './log-record.js';

const RECORD = { started_at: '2026-11-20T10:00:00.000Z', request_id: 'r' } as RequestLogRecord;

describe('toLine', () => {
  it('is one line of JSON that begins with the time', () => {
    const line = toLine({ ...RECORD, error_message: 'a\nb\u2028c' });
    expect(line).toMatch(/^\{"started_at":"2026-11-20T10:00:00\.000Z",.*\}\n$/su);
    expect(line.indexOf('\n')).toBe(line.length - 1);
    expect(JSON.parse(line)).toEqual({ ...RECORD, error_message: 'a\nb\u2028c' });
  });

  it.each([
    ['a\0b', 'a\ufffdb'],
    ['\ud83d', '\ufffd'],
    ['\ude00\ud83d', '\ufffd\ufffd'],
    ['😀', '😀'],
    ['\\u0000', '\\u0000'],
    ['\\\\u0000', '\\\\u0000'],
    ['\\\0', '\\\ufffd'],
    ['\u0001\t"', '\u0001\t"'],
  ])('replaces what Postgres cannot store, and nothing else: %j', (text, stored) => {
    expect(JSON.parse(toLine({ ...RECORD, error_message: text }))).toMatchObject({ error_message: stored });
  });
});

describe('LogJournal', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'llmops-journal-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));
  beforeAll(() => Logger.overrideLogger(false));
  const open = (options = {}) => new LogJournal({ directory, segmentBytes: 1_000, fsync: false, ...options });

  it.each([false, true])('has a record on disk when append returns, fsync %s', (fsync) => {
    const journal = open({ fsync });
    journal.append(RECORD);
    expect(readFileSync(join(directory, '00000001.jsonl'), 'utf8')).toBe(toLine(RECORD));
    journal.append(RECORD);
    expect(readFileSync(join(directory, '00000001.jsonl'), 'utf8')).toBe(toLine(RECORD).repeat(2));
    journal.rotate();
  });

  it('starts a new segment when one is full, or when asked to', () => {
    const journal = open({ segmentBytes: toLine(RECORD).length * 2 });
    for (let count = 0; count < 5; count++) journal.append(RECORD);
    expect(readdirSync(directory)).toEqual(['00000001.jsonl', '00000002.jsonl', '00000003.jsonl']);
    expect(journal.liveSegment).toBe(3);
    journal.rotate();
    expect(journal.liveSegment).toBeNull();
    journal.append(RECORD);
    expect(journal.liveSegment).toBe(4);
    journal.rotate();
  });

  it('never appends to files that an earlier process of the same name left', () => {
    writeFileSync(join(directory, '00000007.jsonl'), 'a torn li');
    const journal = open();
    journal.append(RECORD);
    expect(journal.liveSegment).toBe(8);
    journal.rotate();
  });

  it('begins after the checkpoint, or what it writes would pass for shipped', () => {
    writeFileSync(join(directory, 'checkpoint.json'), '{"segment":9,"offset":0}');
    const journal = open();
    journal.append(RECORD);
    expect(journal.liveSegment).toBe(10);
    journal.rotate();
  });

  it('never throws, not even for what is no JSON', () => {
    const journal = open();
    journal.append(Object.assign({}, RECORD, { version: 1n }));
    expect(journal.droppedRecords).toBe(1);
    expect(journal.writeFailure).toMatch(/BigInt/);
  });
});

describe('the names of journal directories', () => {
  it('tells processes that run from those that ended', () => {
    expect(isAbandoned(ownName())).toBe(false);
    expect(isAbandoned(`${process.pid}-1`)).toBe(true);
    expect(isAbandoned('4194304-1')).toBe(true);
    expect(isAbandoned('quarantine.jsonl')).toBe(false);
    expect(isAbandoned('adopted-4194304-1')).toBe(false);
  });
});
