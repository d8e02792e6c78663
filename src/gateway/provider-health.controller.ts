import { Get, Param } from '@nestjs/common';
import { SnapshotStore } from '../configs/snapshot/snapshot-store.js';
import { AdminController } from '../core/http/admin-controller.js';
import { existing } from '../core/http/admin-errors.js';
import { ApiAction } from '../core/http/api-action.js';
import { TargetHealth } from './attempts/target-health.js';
import { ProviderHealthView, toModelHealthView } from './provider-health.dto.js';

/** What calls have shown of a provider. */
@AdminController('providers', 'Providers')
export class ProviderHealthController {
  constructor(
    private readonly store: SnapshotStore,
    private readonly health: TargetHealth,
  ) {}

  @Get(':id/health')
  @ApiAction('See how a provider is doing, by model: breaker, share of errors, latency and the last error', {
    ok: ProviderHealthView,
  })
  get(@Param('id') id: string): ProviderHealthView {
    const accounts = [...(this.store.current?.accountsBySlug.values() ?? [])];
    const account = existing(
      accounts.find((each) => each.slug === id || each.id === id.toLowerCase()),
      'provider',
    );
    const models = account.connection === null ? [] : this.health.describe(account.connection);
    return { models: models.map(({ model, health }) => toModelHealthView(model, health)) };
  }
}
