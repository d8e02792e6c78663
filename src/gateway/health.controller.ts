import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ConfigSnapshot } from '../configs/snapshot/config-snapshot.js';
import { snapshotWarnings } from '../configs/snapshot/snapshot-health.js';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { HEALTH_PREFIX } from '../core/http/routes.js';
import { InFlight } from './admission/in-flight.js';
import { TargetHealth } from './attempts/target-health.js';
import { JOURNAL_HEALTH, type JournalHealth } from '../observability/journal-health.js';

interface Health {
  readonly status: 'ok' | 'degraded' | 'unavailable';
  readonly reasons: readonly string[];
  /** Slugs of providers of which a model is passed over now; absent where there is none. It changes neither status nor traffic. */
  readonly openBreakers?: readonly string[];
}

@ApiTags('Health')
@Controller(HEALTH_PREFIX)
export class HealthController {
  constructor(
    private readonly store: SnapshotStore,
    private readonly inFlight: InFlight,
    @Inject(JOURNAL_HEALTH) private readonly journal: JournalHealth,
    private readonly targets: TargetHealth,
  ) {}

  /** The process runs and answers. */
  @Get('live')
  live(): Health {
    return { status: 'ok', reasons: [] };
  }

  /** 200 when calls are welcome: the configuration is loaded and the replica is not shutting down. */
  @Get('ready')
  ready(@Res({ passthrough: true }) reply: FastifyReply): Health {
    const snapshot = this.store.current;
    const refusals = [
      ...(snapshot === null ? ['the configuration is not loaded yet'] : []),
      ...(this.store.isTooOld ? ['the configuration is older than LLMOPS_SNAPSHOT_MAX_AGE_SECONDS allows'] : []),
      ...(this.inFlight.draining ? ['shutting down'] : []),
    ];
    if (refusals.length > 0) {
      void reply.status(HttpStatus.SERVICE_UNAVAILABLE).header('retry-after', '1');
      return { status: 'unavailable', reasons: refusals };
    }
    const reasons = [...(snapshot === null ? [] : snapshotWarnings(snapshot, this.store)), ...this.journal.reasons];
    const openBreakers = snapshot === null ? [] : this.openBreakers(snapshot);
    const health: Health = { status: reasons.length === 0 ? 'ok' : 'degraded', reasons };
    return openBreakers.length === 0 ? health : { ...health, openBreakers };
  }

  private openBreakers({ accountsBySlug }: ConfigSnapshot): string[] {
    const accounts = [...accountsBySlug.values()];
    return accounts.flatMap(({ slug, connection }) =>
      connection !== null && this.targets.describe(connection).some(({ health }) => health.breaker.state === 'open')
        ? [slug]
        : [],
    );
  }
}
