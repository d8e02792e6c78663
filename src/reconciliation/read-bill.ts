import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import type { SentFile } from '../core/http/read-admin-body.interceptor.js';
import { isJsonObject, type JsonObject } from '../core/json.js';
import { BillError, type BilledLine, type BillFormat, type BillRecord } from '../providers/bill-format.js';
import { dayOf } from './bill-day.js';

/** A vendor's export, a line for each of its records that charges or counts anything. */
export interface Bill {
  readonly format: BillFormat;
  readonly lines: readonly DatedLine[];
}

export interface DatedLine extends BilledLine {
  /** UTC: `2026-01-31` */
  readonly day: string;
}

export const CSV = 'text/csv';
/** A record of an export is a few hundred bytes. */
const MAX_RECORD_BYTES = 64 * 1024;
const MAX_LINES = 200_000;
const CHUNK_BYTES = 64 * 1024;

/**
 * Reads all of it or nothing.
 *
 * @param formats of all vendors
 * @throws BillError says which line or member it is that cannot be read
 */
export async function readBill({ type, bytes }: SentFile, formats: readonly BillFormat[]): Promise<Bill> {
  const media = type === CSV ? 'csv' : 'json';
  const known = formats.filter((format) => format.media === media);
  const records = media === 'csv' ? csvRecords(bytes) : jsonRecords(bytes);
  let format: BillFormat | null = null;
  const lines: DatedLine[] = [];
  for await (const { record, place } of records) {
    format ??= formatOf(record, known);
    const line = lineOf(record, format, place);
    if (line !== null) lines.push(line);
    if (lines.length > MAX_LINES) throw new BillError(`it has more than ${MAX_LINES} lines: send a shorter period`);
  }
  if (format === null) throw new BillError('it holds no usage and no costs');
  return { format, lines };
}

/** The format is of the first record, and all others must be of it, too. */
function formatOf(record: BillRecord, formats: readonly BillFormat[]): BillFormat {
  const format = formats.find((each) => each.matches(record));
  if (format !== undefined) return format;
  const names = [...new Set(formats.map(({ name }) => name))].join(', ');
  throw new BillError(`it is none of the exports that are known here: ${names}`);
}

function lineOf(record: BillRecord, format: BillFormat, place: string): DatedLine | null {
  try {
    if (!format.matches(record)) throw new BillError(`it is not of ${format.name}, as those before it are`);
    const day = dayOf(record);
    const line = format.read(record);
    return line && { ...line, day };
  } catch (error) {
    throw error instanceof BillError ? new BillError(`${place}: ${error.message}`) : error;
  }
}

interface PlacedRecord {
  readonly record: BillRecord;
  /** `line 7` */
  readonly place: string;
}

async function* csvRecords(bytes: Buffer): AsyncGenerator<PlacedRecord> {
  const parser = parse({
    bom: true,
    info: true,
    trim: true,
    skip_empty_lines: true,
    max_record_size: MAX_RECORD_BYTES,
  });
  // In pieces, so that other calls are served between them.
  Readable.from(piecesOf(bytes)).pipe(parser);
  let names: readonly string[] | null = null;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      if (names === null) names = columnsOf(record);
      else yield { record: toRecord(names, record), place: `line ${info.lines}` };
    }
  } catch (error) {
    throw error instanceof CsvError ? new BillError(`it is no CSV: ${error.message}`) : error;
  }
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

function columnsOf(names: readonly string[]): readonly string[] {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new BillError(`line 1: the column ${repeated} is there twice`);
  return names;
}

function toRecord(names: readonly string[], values: readonly string[]): BillRecord {
  return Object.fromEntries(names.map((name, index) => [name, values[index]]));
}

/** A page of a vendor's API, or a list of them; each bucket's results with the bucket's own members. */
function* jsonRecords(bytes: Buffer): Generator<PlacedRecord> {
  const pages = pagesIn(bytes);
  for (const [index, page] of pages.entries()) {
    const above = pages.length === 1 ? '' : `/${index}`;
    const { data, has_more: hasMore } = page;
    if (!Array.isArray(data)) throw new BillError(`${above}/data must be the list of time buckets`);
    if (hasMore === true && index === pages.length - 1) {
      throw new BillError('there are more pages after the last one: send them all, as a JSON array');
    }
    for (const [at, bucket] of data.entries()) yield* resultsOf(bucket, `${above}/data/${at}`);
  }
}

function pagesIn(bytes: Buffer): readonly JsonObject[] {
  let json: unknown;
  try {
    json = JSON.parse(bytes.toString('utf8'));
  } catch {
    throw new BillError('it is not valid JSON');
  }
  const pages: readonly unknown[] = Array.isArray(json) ? json : [json];
  if (!pages.every(isJsonObject)) throw new BillError('it must be a page of the vendor’s API, or an array of pages');
  return pages;
}

function* resultsOf(bucket: unknown, place: string): Generator<PlacedRecord> {
  if (!isJsonObject(bucket) || !Array.isArray(bucket['results']))
    throw new BillError(`${place}/results must be a list`);
  const times = { ...bucket, object: null, results: null };
  for (const [index, result] of bucket['results'].entries()) {
    const at = `${place}/results/${index}`;
    if (!isJsonObject(result)) throw new BillError(`${at} must be an object`);
    yield { record: { ...times, ...result }, place: at };
  }
}
