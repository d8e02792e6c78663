import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { SETTINGS, type RuntimeSettings } from '../../core/settings.js';
import type { OpenReply } from './open-reply.js';

const TICK_MS = 1_000;

/** Keeps connections in use while a stream waits. One coarse timer for all of them, and none where nothing is open. */
@Injectable()
export class Heartbeats implements OnModuleDestroy {
  private readonly open = new Set<OpenReply>();
  private timer: NodeJS.Timeout | null = null;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<RuntimeSettings, 'streamHeartbeatSeconds'>) {}

  add(reply: OpenReply): void {
    if (this.settings.streamHeartbeatSeconds === 0) return;
    this.open.add(reply);
    this.timer ??= setInterval(() => this.tick(), TICK_MS).unref();
  }

  remove(reply: OpenReply): void {
    this.open.delete(reply);
  }

  onModuleDestroy(): void {
    this.stop();
  }

  private tick(): void {
    if (this.open.size === 0) this.stop();
    for (const reply of this.open) reply.tick(this.settings.streamHeartbeatSeconds);
  }

  private stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }
}
