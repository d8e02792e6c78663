import type { ClientBase } from 'pg';
import { openDatabaseClient, type DatabaseClient } from '../core/database-client.js';

/** The log's own connection, apart from the admin API's: neither can starve the other. Made when it is needed. */
export class LogConnection {
  private client: DatabaseClient | null = null;

  constructor(private readonly connectionString: string) {}

  /** A connection on which anything failed is not used again: it may be half-open, or in the middle of a reply. */
  async use<Result>(work: (client: ClientBase) => Promise<Result>): Promise<Result> {
    const client = this.client?.isOpen === true ? this.client : await this.open();
    try {
      return await work(client);
    } catch (error) {
      this.client = null;
      client.destroy('a statement on it failed');
      throw error;
    }
  }

  async close(): Promise<void> {
    const { client } = this;
    this.client = null;
    await client?.end();
  }

  private async open(): Promise<DatabaseClient> {
    this.client = await openDatabaseClient({
      connectionString: this.connectionString,
      connectionTimeoutMillis: 5_000,
      application_name: 'llmops-gateway-log',
    });
    return this.client;
  }
}
