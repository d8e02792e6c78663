import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

  it('writes the records of one turn together, before it says so', async () => {
    const journal = open();
    const path = join(directory, '00000001.jsonl');
    const inTurn = Promise.resolve().then(() => existsSync(path));
    journal.appendGrouped(RECORD);
    journal.appendGrouped(Object.assign({}, RECORD, { version: 1n }));
    journal.appendGrouped(RECORD);
    const written = journal.written();
    expect(journal.written()).toBe(written);
    expect(await inTurn).toBe(false);
    expect(journal).toMatchObject({ appendedRecords: 0, droppedRecords: 1 });
    await written;
    expect(readFileSync(path, 'utf8')).toBe(toLine(RECORD).repeat(2));
    expect(journal).toMatchObject({ appendedRecords: 2, droppedRecords: 1 });
    journal.rotate();
  });

  it('keeps the order where a record does not wait for its turn to end', () => {
    const journal = open();
    journal.appendGrouped({ ...RECORD, request_id: 'first' });
    journal.append(RECORD);
    const [first, second] = readFileSync(join(directory, '00000001.jsonl'), 'utf8').split('\n');
    expect(first).toContain('first');
    expect(second).toBe(toLine(RECORD).trimEnd());
    journal.rotate();
  });

  it('holds no more of a turn back than fits into memory', async () => {
    const journal = open({ segmentBytes: 1e9 });
    for (let count = 0; count < 3; count++) journal.appendGrouped({ ...RECORD, request_body: 'x'.repeat(150_000) });
    expect(journal.appendedRecords).toBe(2);
    await journal.written();
    expect(journal.appendedRecords).toBe(3);
    journal.rotate();
  });

  it('keeps of a group what the disk still takes', async () => {
    const journal = open();
    rmSync(directory, { recursive: true });
    writeFileSync(directory, 'in the way');
    for (let count = 0; count < 3; count++) journal.appendGrouped(RECORD);
    await journal.written();
    expect(journal).toMatchObject({ appendedRecords: 0, droppedRecords: 3 });
    rmSync(directory);
    journal.appendGrouped(RECORD);
    await journal.written();
    expect(journal).toMatchObject({ appendedRecords: 1, droppedRecords: 3, writeFailure: null });
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
