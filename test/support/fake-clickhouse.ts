import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

type Row = Readonly<Record<string, unknown>>;

/**
 * ClickHouse's HTTP interface as far as the gateway uses it: statements in the body, an insert's in the address with its
 * rows as the body, and inserts under a token that was seen before passed over. It does not know SQL.
 * @see https://clickhouse.com/docs/interfaces/http
 */
export class FakeClickhouse {
  readonly statements: string[] = [];
  /** Every insert that came, those that were passed over as well. */
  readonly tokens: string[] = [];
  /** Table → its rows. */
  readonly rows = new Map<string, Row[]>();
  /** What is answered to inserts in place of taking them. */
  refusal: { readonly status: number; readonly text: string } | null = null;
  /** Takes an insert and cuts the connection before it is answered. */
  cutsAnswers = false;
  readonly users: string[] = [];
  private readonly server = createServer((request, reply) => void this.answer(request, reply));
  private port = 0;

  static async start(): Promise<FakeClickhouse> {
    const fake = new FakeClickhouse();
    await fake.listen();
    return fake;
  }

  get url(): string {
    return `http://writer:s3cret@127.0.0.1:${this.port}/llm`;
  }

  /** On the same port again, after `close`. */
  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(this.port, '127.0.0.1', resolve));
    this.port = (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  idsOf(table: string): unknown[] {
    return (this.rows.get(table) ?? []).map((row) => row['request_id']);
  }

  private async answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const pieces: Buffer[] = [];
    for await (const piece of request as AsyncIterable<Buffer>) pieces.push(piece);
    const body = Buffer.concat(pieces).toString('utf8');
    const { searchParams } = new URL(request.url ?? '', 'http://fake');
    this.users.push(`${request.headers.authorization ?? ''} ${searchParams.get('database') ?? ''}`);
    const query = searchParams.get('query');
    if (query === null) {
      this.statements.push(body.trim());
      reply.end();
      return;
    }
    const table = /^INSERT INTO (\w+) \(/.exec(query)?.[1];
    const token = searchParams.get('insert_deduplication_token') ?? '';
    if (this.refusal !== null || table === undefined) {
      reply.statusCode = this.refusal?.status ?? 400;
      reply.end(this.refusal?.text ?? 'Code: 62. DB::Exception: Syntax error. (SYNTAX_ERROR)');
      return;
    }
    if (!this.tokens.includes(`${table} ${token}`)) {
      const rows = body.split('\n').filter((line) => line !== '');
      this.rows.set(table, [...(this.rows.get(table) ?? []), ...rows.map((line) => JSON.parse(line) as Row)]);
    }
    this.tokens.push(`${table} ${token}`);
    if (this.cutsAnswers) request.socket.destroy();
    else reply.end();
  }
}
