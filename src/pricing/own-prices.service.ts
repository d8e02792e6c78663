import { isDeepStrictEqual } from 'node:util';
import { ConflictException, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { PriceCatalog } from '../catalog/price-catalog.js';
import { toPriceBook } from '../catalog/price-book.js';
import { loadLastPrices, loadPricesById, loadRevisions, type StoredPrice } from '../catalog/stored-price.js';
import { insertPrices, type PriceChange } from '../catalog/write-prices.js';
import { configTransaction } from '../core/config-transaction.js';
import { existing, refuse, type FieldError } from '../core/http/admin-errors.js';
import { ADMINISTRATOR } from '../core/http/administrator.js';
import { findAccountVendors, loadPricedAccounts } from '../providers/accounts/account-rows.js';
import { ProviderRegistry } from '../providers/provider-registry.js';
import type { PriceBody, StoredPriceView, UploadView } from './own-price.dto.js';
import { toPriceChange, type PriceContext } from './to-price-change.js';
import { toStoredPriceView } from './stored-price-view.js';

/** Prices that an administrator writes: for all calls of a model, or those of one provider configuration. */
@Injectable()
export class OwnPricesService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly catalog: PriceCatalog,
    private readonly registry: ProviderRegistry,
  ) {}

  /** Of the catalog, too, and such as were replaced or taken back. @throws NotFoundException */
  async get(id: string): Promise<StoredPriceView> {
    const revisions = await loadRevisions(this.dataSource.manager, id);
    const price = existing(
      revisions.find((each) => each.id === id),
      'price',
    );
    return toStoredPriceView(price, revisions);
  }

  /** Replaces the price that was written under the same conditions. @throws UnprocessableEntityException */
  async create(body: PriceBody): Promise<StoredPriceView> {
    const { ids } = await this.write([body], () => '');
    return this.get(ids[0] ?? '');
  }

  /** All or none of them. @throws UnprocessableEntityException with a pointer to each bad one */
  upload(bodies: readonly PriceBody[]): Promise<UploadView> {
    return this.write(bodies, (index) => `/prices/${index}`);
  }

  /** As if it had never been written; the row stays, for the calls that it was charged by. */
  async delete(id: string): Promise<void> {
    await configTransaction(this.dataSource.manager, async (manager) => {
      const [found] = await loadPricesById(manager, [id]);
      const price = existing(found, 'price');
      const { key, source } = price;
      if (source === 'catalog') {
        throw new ConflictException(
          'The catalog’s prices cannot be deleted. POST /prices writes one that wins over it.',
        );
      }
      const last = await loadLastPrices(manager, [key]);
      if (last.get(key)?.id !== id) {
        throw new ConflictException(
          'This price was replaced or deleted before; GET /prices/{id} lists what came after.',
        );
      }
      await insertPrices(manager, [{ ...price, pico: null, discountPercent: null, terms: null }], ADMINISTRATOR);
    });
  }

  private async write(bodies: readonly PriceBody[], pointerTo: (index: number) => string): Promise<UploadView> {
    const billing = await this.catalogBilling(bodies);
    return configTransaction(this.dataSource.manager, async (manager) => {
      const providers = bodies.flatMap(({ providerId }) => providerId?.toLowerCase() ?? []);
      const vendors = await findAccountVendors(manager, [...new Set(providers)]);
      const pricedVendors = await this.loadPricedVendors(manager);
      const changes = toChanges(bodies, { vendors, pricedVendors, audioBillingOf: billing }, pointerTo);
      const before = await loadLastPrices(
        manager,
        changes.map(({ key }) => key),
      );
      const changed = changes.filter((change) => !isSame(before.get(change.key), change));
      const written = await insertPrices(manager, changed, ADMINISTRATOR);
      const ids = new Map(changed.map(({ key }, index) => [key, written[index]]));
      return {
        changed: changed.length,
        unchanged: changes.length - changed.length,
        ids: changes.map(({ key }) => ids.get(key) ?? before.get(key)?.id ?? key),
      };
    });
  }

  /** Those that a provider may be of, those of the catalog, and those that a provider says its models are priced as. */
  private async loadPricedVendors(manager: EntityManager): Promise<ReadonlySet<string>> {
    const accounts = await loadPricedAccounts(manager);
    const mapped = [...accounts.values()].flatMap(({ pricingModelMap }) => Object.values(pricingModelMap));
    return new Set([
      ...this.registry.all().map(({ vendor }) => vendor),
      ...this.catalog.models.map(({ vendor }) => vendor),
      ...mapped.map((name) => name.slice(0, Math.max(0, name.indexOf('/')))).filter((vendor) => vendor !== ''),
    ]);
  }

  /** What the catalog says of seconds of audio, where a price of them does not. */
  private async catalogBilling(bodies: readonly PriceBody[]): Promise<PriceContext['audioBillingOf']> {
    if (!bodies.some(({ unit }) => unit === 'audio-second')) return () => null;
    const book = toPriceBook(this.catalog.models, await this.catalog.load());
    return (vendor, model) => book.find(vendor, model)?.periods.at(-1)?.audioBilling ?? null;
  }
}

/** @throws UnprocessableEntityException */
function toChanges(
  bodies: readonly PriceBody[],
  context: PriceContext,
  pointerTo: (index: number) => string,
): readonly PriceChange[] {
  const errors: FieldError[] = [];
  const changes = new Map<string, PriceChange>();
  for (const [index, body] of bodies.entries()) {
    const change = toPriceChange(body, context);
    if (!('key' in change)) {
      errors.push(...change.map(({ pointer, detail }) => ({ pointer: pointerTo(index) + pointer, detail })));
    } else if (changes.has(change.key)) {
      errors.push({ pointer: pointerTo(index), detail: 'an earlier price of the file has the same conditions' });
    } else {
      changes.set(change.key, change);
    }
  }
  refuse(errors);
  return [...changes.values()];
}

function isSame(price: StoredPrice | undefined, change: PriceChange): boolean {
  if (price === undefined) return false;
  const amountOf = ({ pico, discountPercent, effectiveUntilMs, terms }: PriceChange) => ({
    ...{ pico, effectiveUntilMs, terms },
    discount: discountPercent === null ? null : Number(discountPercent),
  });
  return isDeepStrictEqual(amountOf(price), amountOf(change));
}
