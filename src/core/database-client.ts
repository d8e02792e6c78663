import { Socket } from 'node:net';
import { Client, type ClientBase, type ClientConfig } from 'pg';

/**
 * What our SQL and the reading of dates rely on, whatever a role, a database or the server's configuration sets. Sent as
 * statements, since poolers refuse startup parameters that they do not know; PgBouncer follows these settings for each
 * of its clients.
 * @see https://www.pgbouncer.org/config.html#ignore_startup_parameters
 *
 * The server looks for us as we look for it: it would hold the locks of a machine that is gone for two hours (Linux'
 * default), and `COPY` that waits for rows has no other limit.
 * @see https://www.postgresql.org/docs/current/runtime-config-connection.html#GUC-TCP-KEEPALIVES-IDLE
 */
const SESSION = `SET DateStyle TO 'ISO, MDY'; SET TimeZone TO 'UTC'; SET client_encoding TO 'UTF8';
  SET standard_conforming_strings TO on;
  SET tcp_keepalives_idle TO 10; SET tcp_keepalives_interval TO 5; SET tcp_keepalives_count TO 3`;

/** Longer than the longest statement of a report, which the server ends after 30 s. */
export const ANSWER_WITHIN_MS = 35_000;
const CLOSE_WITHIN_MS = 1_000;

export interface DatabaseClientConfig extends ClientConfig {
  /** Milliseconds that one statement may take before its connection counts as dead. */
  readonly answerWithinMs?: number;
}

const openClients = new Set<DatabaseClient>();

/**
 * A connection whose statements have a deadline. One that goes unanswered destroys the socket, so that no pool hands it
 * out again: after a failover, or behind a NAT that forgets, a socket stays open and nothing ever comes through it.
 * Other connections to the same server that are idle, or have waited as long, are destroyed with it.
 */
export class DatabaseClient extends Client {
  private readonly socket: Socket;
  /** Milliseconds that one statement may take before the connection counts as dead. */
  answerWithinMs: number;
  private deadline: NodeJS.Timeout | null = null;
  /** `performance.now()` when the pending statement was sent; null while there is none. */
  private askedAt: number | null = null;

  constructor(config: DatabaseClientConfig = {}) {
    const socket = new Socket();
    super({ keepAlive: true, keepAliveInitialDelayMillis: 10_000, ...config, stream: () => socket });
    this.socket = socket;
    this.answerWithinMs = config.answerWithinMs ?? ANSWER_WITHIN_MS;
    const query = this.query.bind(this) as (...parameters: unknown[]) => unknown;
    this.query = ((...parameters: unknown[]) => {
      this.expectAnswer();
      return query(...parameters);
    }) as typeof this.query;
    const end = this.end.bind(this) as (...parameters: unknown[]) => unknown;
    this.end = ((...parameters: unknown[]) => {
      this.closeSoon();
      return end(...parameters);
    }) as typeof this.end;
    this.on('connect', () => openClients.add(this));
    this.on('drain', () => this.forget());
    this.on('end', () => {
      openClients.delete(this);
      this.forget();
    });
  }

  /** Whether its statements may still be answered. */
  get isOpen(): boolean {
    return openClients.has(this) && !this.socket.destroyed;
  }

  /** False behind a pooler, which makes up the process id it reports: there a session is not ours alone. */
  async isDirect(): Promise<boolean> {
    const { rows } = await this.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    return 'processID' in this && this.processID === rows[0]?.pid;
  }

  /** Closes the socket at once, without telling the server. A pending query fails. */
  destroy(reason: string): void {
    openClients.delete(this);
    this.socket.destroy(new Error(reason));
  }

  private expectAnswer(): void {
    const askedAt = performance.now();
    this.askedAt = askedAt;
    if (this.deadline !== null) clearTimeout(this.deadline);
    // The answer may lie in the socket, unread while this process was busy: one turn of the event loop reads it.
    const timer = setTimeout(() => setImmediate(() => this.giveUp(askedAt)), this.answerWithinMs);
    timer.unref();
    this.deadline = timer;
  }

  private forget(): void {
    this.askedAt = null;
    if (this.deadline !== null) clearTimeout(this.deadline);
    this.deadline = null;
  }

  private giveUp(askedAt: number): void {
    if (this.askedAt !== askedAt) return;
    const peers = [...openClients].filter(
      (peer) => peer.host === this.host && peer.port === this.port && (peer.askedAt ?? askedAt) <= askedAt,
    );
    this.destroy(`the database did not answer within ${this.answerWithinMs / 1000} s`);
    for (const peer of peers) {
      if (peer !== this) peer.destroy('another connection to the same database was found dead');
    }
  }

  /** Where the server does not answer the farewell message, the socket would stay open. */
  private closeSoon(): void {
    const timer = setTimeout(() => this.socket.destroy(), CLOSE_WITHIN_MS);
    timer.unref();
    this.once('end', () => clearTimeout(timer));
  }
}

/** To be done once on every new connection, before anything else. */
export async function prepareSession(client: ClientBase): Promise<void> {
  await client.query(SESSION);
}

/** What makes a pool of `pg` use our connections; it waits for `onConnect`. */
export const POOL_OF_CLIENTS = { Client: DatabaseClient, onConnect: prepareSession } as const;

/** A connection outside of any pool. Its errors reach the caller of the query that fails, and end no process. */
export async function openDatabaseClient(config: DatabaseClientConfig): Promise<DatabaseClient> {
  const client = new DatabaseClient(config);
  client.on('error', () => undefined);
  try {
    await client.connect();
    await prepareSession(client);
    return client;
  } catch (error) {
    client.destroy('the connection was not made');
    throw error;
  }
}
