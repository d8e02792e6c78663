import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { isJsonObject, parseJson, type JsonObject } from '../../core/json.js';
import { REPLICA_CHANNEL, SnapshotConnection } from './snapshot-connection.js';

/** Messages that may wait for the connection; more are dropped, for they are of a moment. */
const MAX_WAITING = 50;
/** Of a notice. @see https://www.postgresql.org/docs/current/sql-notify.html */
const MAX_BYTES = 7_000;

/**
 * Short messages between the replicas of one database, over the connection that hears of configuration changes. Best
 * effort: none is kept or sent again, and behind a pooler none arrives.
 */
@Injectable()
export class ReplicaMessages {
  private readonly own = randomUUID();
  private waiting = 0;

  constructor(private readonly connection: SnapshotConnection) {}

  /** Never throws, and waits for nothing. */
  send(message: JsonObject): void {
    const text = JSON.stringify({ ...message, from: this.own });
    if (this.waiting >= MAX_WAITING || Buffer.byteLength(text) > MAX_BYTES) return;
    this.waiting++;
    this.connection
      .run((client) => client.query('SELECT pg_notify($1, $2)', [REPLICA_CHANNEL, text]))
      .catch(() => undefined)
      .finally(() => this.waiting--);
  }

  /** Calls with what other processes send. */
  listen(listener: (message: JsonObject) => void): void {
    this.connection.onMessage = (text) => {
      const message = parseJson(text);
      if (isJsonObject(message) && message['from'] !== this.own) listener(message);
    };
  }
}
