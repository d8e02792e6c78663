import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ReplicaMessages } from '../../configs/snapshot/replica-messages.js';
import { SnapshotStore } from '../../configs/snapshot/snapshot-store.js';
import type { JsonObject } from '../../core/json.js';
import type { OpenReason } from './breaker.js';
import { TargetHealth } from './target-health.js';

const KIND = 'breaker-opened';
const REASONS: ReadonlySet<unknown> = new Set<OpenReason>(['errors', 'credentials', 'retry-after']);
const LONGEST_MS = 600_000;

/** Tells the other replicas of a breaker that opened here, and opens those that opened there. */
@Injectable()
export class ShareBreakers implements OnModuleInit {
  constructor(
    private readonly health: TargetHealth,
    private readonly messages: ReplicaMessages,
    private readonly store: SnapshotStore,
  ) {}

  onModuleInit(): void {
    this.health.onOpened = (opened) => this.messages.send({ kind: KIND, ...opened });
    this.messages.listen((message) => this.receive(message));
  }

  private receive({ kind, accountId, model, reason, forMs }: JsonObject): void {
    if (kind !== KIND || typeof accountId !== 'string' || typeof model !== 'string') return;
    if (!isReason(reason) || typeof forMs !== 'number') return;
    const accounts = [...(this.store.current?.accountsBySlug.values() ?? [])];
    const connection = accounts.find(({ id }) => id === accountId)?.connection;
    if (!connection) return;
    this.health.open(connection, { accountId, model, reason, forMs: Math.min(forMs, LONGEST_MS) });
  }
}

function isReason(value: unknown): value is OpenReason {
  return REASONS.has(value);
}
