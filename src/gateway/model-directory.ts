import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Account } from '../configs/snapshot/config-snapshot.js';
import { CLOCK, type Clock } from '../core/clock.js';
import { isJsonObject } from '../core/json.js';
import type { ListedModel, ProviderConnection } from '../providers/provider-strategy.js';
import { TRANSPORT, type Transport } from '../providers/transport/transport.js';

const FRESH_MS = 10 * 60_000;
const RETRY_MS = 60_000;
const DEADLINE_MS = 10_000;
const MAX_LIST_BYTES = 8 * 1024 * 1024;

interface Listing {
  models: readonly ListedModel[] | null;
  /** Until then it is not asked for again. */
  until: number;
}

/**
 * The models that vendors list, asked for in the background and kept for ten minutes. No call waits for a vendor here:
 * what is not known yet, or of a vendor that is down, is null and the catalog stands in.
 */
@Injectable()
export class ModelDirectory {
  private readonly logger = new Logger('models');
  /** By connection, which changes with the account's credentials and goes with it. */
  private readonly listings = new WeakMap<ProviderConnection, Listing>();

  constructor(
    @Inject(TRANSPORT) private readonly transport: Transport,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  modelsOf(account: Account): readonly ListedModel[] | null {
    const { connection } = account;
    if (connection.models === undefined) return null;
    const now = this.clock.monotonicMs();
    const known = this.listings.get(connection);
    if (known === undefined || known.until <= now) {
      const listing = { models: known?.models ?? null, until: now + FRESH_MS };
      this.listings.set(connection, listing);
      void this.fetch(account, listing);
    }
    return known?.models ?? null;
  }

  private async fetch({ slug, connection }: Account, listing: Listing): Promise<void> {
    try {
      const models = await this.load(connection);
      // Azure lists no deployments: an empty list says nothing, and the catalog says more.
      listing.models = models.length > 0 ? models : null;
    } catch (error) {
      listing.until = this.clock.monotonicMs() + RETRY_MS;
      const reason = error instanceof Error ? error.message : 'unknown error';
      this.logger.warn('the model list of a provider could not be read', { provider: slug, reason });
    }
  }

  private async load(connection: ProviderConnection): Promise<readonly ListedModel[]> {
    if (connection.models === undefined) return [];
    const signal = AbortSignal.timeout(DEADLINE_MS);
    const request = await connection.sign(connection.models.toRequest(), signal);
    const response = await (connection.transport ?? this.transport).send(request, signal);
    const bytes = await response.body.bytes(MAX_LIST_BYTES);
    if (response.status !== 200) throw new Error(`it answered with ${response.status}`);
    const body: unknown = JSON.parse(bytes.toString('utf8'));
    if (!isJsonObject(body)) throw new Error('it answered with something that is no list');
    return connection.models.fromResponse(body);
  }
}
