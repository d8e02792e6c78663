import { Readable } from 'node:stream';
import { HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { toRequestView, type RequestLogRow, type RequestView } from './request-log.dto.js';
import { readWord, type QueryParameters } from './parameters.js';
import { RequestLogsService } from './request-logs.service.js';
import { CSV_HEADER, toCsvLines } from './to-csv.js';

/** Of one process. Each holds a connection of the pool while it reads a batch. */
const MAX_EXPORTS = 2;
const MAX_EXPORT_MS = 30 * 60 * 1000;

interface ExportFormat {
  readonly mediaType: string;
  readonly header: string;
  readonly toLines: (requests: readonly RequestView[]) => string;
}

const FORMATS: Readonly<Record<'jsonl' | 'csv', ExportFormat>> = {
  jsonl: {
    mediaType: 'application/jsonl; charset=utf-8',
    header: '',
    toLines: (requests) => requests.map((request) => `${JSON.stringify(request)}\n`).join(''),
  },
  csv: { mediaType: 'text/csv; charset=utf-8', header: CSV_HEADER, toLines: toCsvLines },
};

export interface Export {
  readonly fileName: string;
  readonly mediaType: string;
  /** Reads on as its reader takes what it has; destroying it ends the reading. Fails where not all can be read. */
  readonly lines: Readable;
}

/** Writes everything that a set of filters leaves, however much it is, in constant memory. */
@Injectable()
export class ExportService {
  private running = 0;

  constructor(private readonly requests: RequestLogsService) {}

  /** @throws HttpException 400 for a bad filter, 429 while others run, or what the database answers to the first batch */
  async open(query: QueryParameters): Promise<Export> {
    const format = readWord(query, 'format', ['jsonl', 'csv']);
    const filters = this.requests.readFilters(query, ['format']);
    if (this.running >= MAX_EXPORTS) throw tooMany();
    this.running++;
    try {
      const batches = this.requests.batches(filters);
      // Before the answer has begun, so that what goes wrong at once gets a status of its own.
      const first = await batches.next();
      const lines = Readable.from(linesOf(FORMATS[format], first.value ?? [], batches), { objectMode: false });
      lines.once('close', () => this.running--);
      return { fileName: `requests.${format}`, mediaType: FORMATS[format].mediaType, lines };
    } catch (error) {
      this.running--;
      throw error;
    }
  }
}

async function* linesOf(
  format: ExportFormat,
  first: readonly RequestLogRow[],
  rest: AsyncIterable<readonly RequestLogRow[]>,
): AsyncGenerator<Buffer, void> {
  const endAt = performance.now() + MAX_EXPORT_MS;
  yield Buffer.from(format.header + format.toLines(first.map(toRequestView)));
  for await (const rows of rest) {
    if (performance.now() > endAt) throw new Error(`the export was not done within ${MAX_EXPORT_MS / 60_000} minutes`);
    yield Buffer.from(format.toLines(rows.map(toRequestView)));
  }
}

function tooMany(): HttpException {
  return new HttpException(
    `${MAX_EXPORTS} exports are running already. Try again when one of them has ended.`,
    HttpStatus.TOO_MANY_REQUESTS,
  );
}
