import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { PRICE_BOOK, type PriceBook } from '../../catalog/price-book.js';
import { CLOCK, type Clock } from '../../core/clock.js';
import { existing, unprocessable } from '../../core/http/admin-errors.js';
import { SECRET_BOX, type SecretBox } from '../../core/secret-box.js';
import { ProviderRegistry } from '../provider-registry.js';
import type { ProviderConnection } from '../provider-strategy.js';
import { TRANSPORT, type Transport } from '../transport/transport.js';
import { connectAccount } from './connect-account.js';
import { planTestCall, type TestCall } from './plan-test-call.js';
import { ProviderConfig } from './provider-config.entity.js';
import type { ProviderTestView } from './provider-test.dto.js';
import { testConnection } from './test-connection.js';
import { toVerdict } from './test-verdict.js';

const TIMEOUT_MS = 20_000;

/** Tests accounts with a real call; disabled ones too, since an account may be tested before it is enabled. */
@Injectable()
export class ProviderTestService {
  constructor(
    @InjectRepository(ProviderConfig) private readonly accounts: Repository<ProviderConfig>,
    private readonly registry: ProviderRegistry,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
    @Inject(TRANSPORT) private readonly transport: Transport,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PRICE_BOOK) private readonly prices: PriceBook,
  ) {}

  /**
   * @param model to ask for one token; without it the cheapest call there is
   * @throws UnprocessableEntityException where nothing can be called
   */
  async test(id: string, model: string | undefined): Promise<ProviderTestView> {
    const account = existing(await this.accounts.findOneBy({ id }), 'provider');
    const connection = this.connect(account);
    const call = this.plan(account, connection, model);
    const startedMs = this.clock.monotonicMs();
    const outcome = await testConnection(connection, call, this.transport, TIMEOUT_MS);
    const latencyMs = Math.round(this.clock.monotonicMs() - startedMs);
    return { ...toVerdict(call, outcome), latencyMs };
  }

  private connect(account: ProviderConfig): ProviderConnection {
    const { registry, secretBox, transport } = this;
    try {
      // A connection of its own: a token that works only because it is still cached proves nothing.
      return connectAccount(account, { registry, secretBox, transport });
    } catch {
      // A library's error about credentials may repeat them.
      const detail = 'its stored credentials do not open with the keys of this server, or do not fit: set them again';
      throw unprocessable([{ pointer: '', detail }]);
    }
  }

  private plan({ vendor }: ProviderConfig, connection: ProviderConnection, model: string | undefined): TestCall {
    const call = planTestCall({ vendor, connection, prices: this.prices, at: this.clock.now() }, model);
    if (call !== null) return call;
    const detail =
      connection.endpoints['chat/completions'] === undefined
        ? 'this vendor has no chat to test a model with'
        : 'this vendor lists no models: name one to test';
    throw unprocessable([{ pointer: '/model', detail }]);
  }
}
