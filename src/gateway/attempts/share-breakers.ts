import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { ReplicaMessages } from '../../configs/snapshot/replica-messages.js';
import { SnapshotStore } from '../../configs/snapshot/snapshot-store.js';
import type { JsonObject } from '../../core/json.js';
import { OPERATOR_EVENTS, type OperatorEvents } from '../../core/operator-events.js';
import type { OpenReason } from './breaker.js';
import { type Opened, TargetHealth } from './target-health.js';

const KIND = 'breaker-opened';
const REASONS: ReadonlySet<unknown> = new Set<OpenReason>(['errors', 'credentials', 'retry-after']);
const LONGEST_MS = 600_000;
const TELL_EVERY_MS = 600_000;

/** Tells the other replicas of a breaker that opened here, and opens those that opened there. */
@Injectable()
export class ShareBreakers implements OnModuleInit {
  constructor(
    private readonly health: TargetHealth,
    private readonly messages: ReplicaMessages,
    private readonly store: SnapshotStore,
    @Inject(OPERATOR_EVENTS) private readonly events: OperatorEvents,
  ) {}

  onModuleInit(): void {
    this.health.onOpened = (opened) => {
      this.messages.send({ kind: KIND, ...opened });
      this.tellOperators(opened);
    };
    this.messages.listen((message) => this.receive(message));
  }

  /** One that opens again and again is told of now and then. */
  private tellOperators({ accountId, model, reason, forMs }: Opened): void {
    const accounts = [...(this.store.current?.accountsBySlug.values() ?? [])];
    const provider = accounts.find(({ id }) => id === accountId)?.slug ?? null;
    const key = `breaker.opened:${accountId}:${model}:${Math.floor(Date.now() / TELL_EVERY_MS)}`;
    const data = { provider, providerId: accountId, model, reason, seconds: Math.ceil(forMs / 1_000) };
    this.events.tell({ type: 'breaker.opened', key, data });
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
