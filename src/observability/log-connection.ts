import type { ClientBase } from 'pg';
import { openDatabaseClient, type DatabaseClient } from '../core/database-client.js';

/** A session on the server. A process id is given again to another session; with its beginning it is unique. */
interface Session {
  readonly pid: number;
  readonly startedAt: string;
}

const THIS_SESSION = `SELECT pid, backend_start::text AS "startedAt" FROM pg_stat_activity WHERE pid = pg_backend_pid()`;
const END_SESSION = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE pid = $1 AND backend_start = $2::timestamptz`;

/** The log's own connection, apart from the admin API's: neither can starve the other. Made when it is needed. */
export class LogConnection {
  private client: DatabaseClient | null = null;
  /** Of `client`; null where a pooler stands between, which ends the session itself when we are gone. */
  private session: Session | null = null;
  /** Those whose connections failed. */
  private readonly abandoned = new Set<Session>();

  constructor(private readonly connectionString: string) {}

  /** A connection on which anything failed is not used again: it may be half-open, or in the middle of a reply. */
  async use<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = this.client?.isOpen === true ? this.client : await this.open();
    try {
      return await work(client);
    } catch (error) {
      this.leave(client);
      throw error;
    }
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.end();
  }

  private async open(): Promise<DatabaseClient> {
    if (this.client !== null) this.leave(this.client);
    const client = await openDatabaseClient({
      connectionString: this.connectionString,
      connectionTimeoutMillis: 5_000,
      application_name: 'llmops-gateway-log',
    });
    try {
      await this.endAbandoned(client);
      const session = (await client.query<Session>(THIS_SESSION)).rows[0] ?? null;
      this.session = (await client.isDirect()) ? session : null;
    } catch (error) {
      client.destroy('a statement on it failed');
      throw error;
    }
    this.client = client;
    return client;
  }

  private leave(client: DatabaseClient): void {
    if (this.session !== null) this.abandoned.add(this.session);
    this.client = null;
    this.session = null;
    client.destroy('a statement on it failed');
  }

  /**
   * Where a connection went silent, its session may still be in the middle of a transaction, and the same records, sent
   * again, would wait for it. No limit of time ends a `COPY` that waits for rows, so the session is ended.
   */
  private async endAbandoned(client: DatabaseClient): Promise<void> {
    for (const session of this.abandoned) {
      await client.query(END_SESSION, [session.pid, session.startedAt]);
      this.abandoned.delete(session);
    }
  }
}
