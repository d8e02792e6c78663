import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import type { EntityManager, Repository } from 'typeorm';
import { ADDRESS_GUARD, type AddressGuard } from '../../core/address-guard.js';
import { configTransaction } from '../../core/config-transaction.js';
import { existing, refuse, refuseWhileUsed, unprocessable } from '../../core/http/admin-errors.js';
import { etagOf, type Precondition } from '../../core/http/etag.js';
import { loadPage, mapPage, type Page, type PageQuery } from '../../core/http/page.js';
import type { JsonObject } from '../../core/json.js';
import { SECRET_BOX, type SecretBox } from '../../core/secret-box.js';
import { type PolicyDefaults, SETTINGS } from '../../core/settings.js';
import { freeSlug, toSlug, takenSlugs } from '../../core/slug.js';
import { ProviderRegistry } from '../provider-registry.js';
import type { HostSettings, ProviderStrategy } from '../provider-strategy.js';
import { ACCOUNT_USES, type AccountUses } from './account-uses.js';
import {
  checkCostSource,
  checkHostChange,
  checkPricingModelMap,
  checkProvider,
  mergeCredentials,
  toBaseUrl,
} from './check-provider.js';
import { openCredentials } from './connect-account.js';
import {
  toProviderView,
  type CreateProviderBody,
  type ProviderView,
  type UpdateProviderBody,
} from './provider-config.dto.js';
import { ProviderConfig } from './provider-config.entity.js';

/** `@config/<slug>` means something else, and so does the path `/providers/vendors`. */
const RESERVED_SLUGS: readonly string[] = ['config', 'vendors'];

@Injectable()
export class ProviderConfigsService {
  constructor(
    @InjectRepository(ProviderConfig) private readonly accounts: Repository<ProviderConfig>,
    private readonly registry: ProviderRegistry,
    @Inject(SECRET_BOX) private readonly secretBox: SecretBox,
    @Inject(ADDRESS_GUARD) private readonly addressGuard: AddressGuard,
    @Inject(ACCOUNT_USES) private readonly uses: AccountUses,
    @Inject(SETTINGS) private readonly settings: PolicyDefaults,
  ) {}

  async list(page: PageQuery): Promise<Page<ProviderView>> {
    const query = this.accounts.createQueryBuilder('provider');
    const order = [{ column: 'provider.slug', direction: 'ASC', valueOf: (row: ProviderConfig) => row.slug }] as const;
    return mapPage(await loadPage(query, order, page), (row) => this.toView(row));
  }

  async get(id: string): Promise<ProviderView> {
    return this.toView(existing(await this.accounts.findOneBy({ id }), 'provider'));
  }

  /** @throws UnprocessableEntityException */
  async create(body: CreateProviderBody): Promise<ProviderView> {
    const strategy = this.strategyOf(body.vendor);
    const content = { credentials: mergeCredentials({}, body.credentials ?? {}), baseUrl: toBaseUrl(body.baseUrl) };
    refuseReservedSlug(body.slug);
    refuse([
      ...this.check(strategy, content),
      ...checkPricingModelMap(body.pricingModelMap ?? {}),
      ...checkCostSource(strategy, body.costSource),
    ]);
    const id = randomUUID();
    await configTransaction(this.accounts.manager, async (manager) => {
      await manager.insert(ProviderConfig, {
        id,
        vendor: body.vendor,
        name: body.name,
        slug: body.slug ?? (await slugFor(manager, body.name)),
        sealedCredentials: this.seal(content.credentials, id),
        baseUrl: content.baseUrl,
        enabled: body.enabled ?? true,
        // `checkPricingModelMap` has seen that these are strings.
        pricingModelMap: (body.pricingModelMap ?? {}) as Record<string, string>,
        costSource: body.costSource ?? 'catalog',
        ...toHostColumns(body),
        timeouts: body.timeouts ?? null,
        retry: body.retry ?? null,
      });
    });
    return this.get(id);
  }

  /** Credentials are merged; where the host changes, the secrets among them must be given. @throws UnprocessableEntityException */
  async update(
    id: string,
    {
      credentials,
      baseUrl,
      pricingModelMap,
      streamOptions,
      developerRole,
      timeouts,
      retry,
      ...body
    }: UpdateProviderBody,
    precondition: Precondition,
  ): Promise<ProviderView> {
    refuseReservedSlug(body.slug);
    refuse(checkPricingModelMap(pricingModelMap ?? {}));
    await configTransaction(this.accounts.manager, async (manager) => {
      const row = existing(await manager.findOneBy(ProviderConfig, { id }), 'provider');
      precondition.check(etagOf(row), 'provider');
      manager.merge(ProviderConfig, row, body);
      refuse(checkCostSource(this.strategyOf(row.vendor), body.costSource));
      Object.assign(row, toHostColumns({ streamOptions, developerRole }));
      if (timeouts !== undefined) row.timeouts = timeouts;
      if (retry !== undefined) row.retry = retry;
      if (pricingModelMap) row.pricingModelMap = pricingModelMap as Record<string, string>;
      if (credentials !== undefined || baseUrl !== undefined) this.changeContent(row, credentials ?? {}, baseUrl);
      await manager.save(row);
    });
    return this.get(id);
  }

  /** @throws UnprocessableEntityException where the changed account is not valid */
  private changeContent(row: ProviderConfig, change: JsonObject, baseUrl: string | null | undefined): void {
    const strategy = this.strategyOf(row.vendor);
    const stored = this.open(row);
    const before = { credentials: stored ?? {}, baseUrl: row.baseUrl };
    const after = {
      credentials: mergeCredentials(before.credentials, change),
      baseUrl: baseUrl === undefined ? row.baseUrl : toBaseUrl(baseUrl),
    };
    refuse(checkHostChange(strategy, { before, after, change }));
    refuse(this.check(strategy, after));
    row.baseUrl = after.baseUrl;
    row.sealedCredentials = this.seal(after.credentials, row.id);
  }

  /** Log rows stay. @throws ConflictException while a variant's version calls it */
  async delete(id: string, precondition: Precondition): Promise<void> {
    await configTransaction(this.accounts.manager, async (manager) => {
      const row = existing(await manager.findOneBy(ProviderConfig, { id }), 'provider');
      precondition.check(etagOf(row), 'provider');
      refuseWhileUsed('provider', await this.uses.usesOfAccount(manager, id));
      await manager.delete(ProviderConfig, { id });
    });
  }

  private check(strategy: ProviderStrategy, content: { credentials: JsonObject; baseUrl: string | null }) {
    return checkProvider(strategy, content, (url) => this.addressGuard.checkUrl(url));
  }

  private strategyOf(vendor: string): ProviderStrategy {
    const strategy = this.registry.get(vendor);
    if (strategy) return strategy;
    const known = this.registry.all().map(({ vendor: name }) => name);
    throw unprocessable([{ pointer: '/vendor', detail: `there is no such vendor; known are ${known.join(', ')}` }]);
  }

  private toView(row: ProviderConfig): ProviderView {
    const fields = this.registry.get(row.vendor)?.credentialFields ?? [];
    return toProviderView(row, { credentials: this.open(row), fields, settings: this.settings });
  }

  private seal(credentials: JsonObject, id: string): string {
    return this.secretBox.seal(JSON.stringify(credentials), id);
  }

  /** Null where no key opens them: after a lost key the account can still be read, changed and deleted. */
  private open(row: ProviderConfig): JsonObject | null {
    try {
      return openCredentials(row, this.secretBox);
    } catch {
      return null;
    }
  }
}

/** Only the settings that are given; `auto` is stored as null. */
function toHostColumns({ streamOptions, developerRole }: Partial<HostSettings>) {
  return {
    ...(streamOptions !== undefined && { streamOptions: streamOptions === 'auto' ? null : streamOptions }),
    ...(developerRole !== undefined && { developerRole: developerRole === 'auto' ? null : developerRole }),
  };
}

function refuseReservedSlug(slug: string | undefined): void {
  const isReserved = slug !== undefined && RESERVED_SLUGS.includes(slug);
  refuse(isReserved ? [{ pointer: '/slug', detail: `\`${slug}\` is reserved` }] : []);
}

async function slugFor(manager: EntityManager, name: string): Promise<string> {
  const base = toSlug(name, 'provider');
  return freeSlug(base, new Set([...(await takenSlugs(manager, ProviderConfig, base)), ...RESERVED_SLUGS]));
}
