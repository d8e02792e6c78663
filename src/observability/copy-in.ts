import type { ClientBase, Connection } from 'pg';

/** What `pg` has for a query that copies, and its types leave out. */
interface CopyConnection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * `COPY … FROM STDIN` of rows that are in memory. `pg` asks a query object of its users to write the rows when the
 * database is ready for them; a package that makes a stream of it would be one more dependency for this one moment.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-COPY
 */
class CopyIn {
  readonly done: Promise<void>;
  private resolve: () => void = () => undefined;
  private reject: (error: unknown) => void = () => undefined;

  constructor(
    private readonly statement: string,
    private readonly chunks: readonly Buffer[],
  ) {
    this.done = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }

  submit(connection: Connection): void {
    connection.query(this.statement);
  }

  handleCopyInResponse(connection: CopyConnection): void {
    for (const chunk of this.chunks) connection.sendCopyFromChunk(chunk);
    connection.endCopyFrom();
  }

  handleCommandComplete(): void {
    // The query is over when the database is ready for the next one.
  }

  handleReadyForQuery(): void {
    this.resolve();
  }

  handleError(error: unknown): void {
    this.reject(error);
  }
}

/** @throws what the database answers; the connection can be used again where that was a refusal */
export function copyIn(client: ClientBase, statement: string, chunks: readonly Buffer[]): Promise<void> {
  return client.query(new CopyIn(statement, chunks)).done;
}

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/**
 * A row of `COPY`'s text format.
 * @see https://www.postgresql.org/docs/current/sql-copy.html#id-1.9.3.55.9.2
 */
export function toCopyRow(values: readonly (string | null)[]): string {
  return `${values.map((value) => (value === null ? NULL : escapeCopied(value))).join('\t')}\n`;
}

export function escapeCopied(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character] ?? character);
}
