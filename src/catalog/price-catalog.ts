import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { fillCatalogPrices } from './fill-catalog.js';
import type { ModelRow } from './models.js';
import { changedPricesSql, CurrentPrices, type StoredPrice } from './stored-price.js';

/** The models that the gateway comes with. */
export const CATALOG = Symbol('CATALOG');

/** The table of prices, as the admin API reads it, and as a start fills it in. */
@Injectable()
export class PriceCatalog {
  private readonly current = new CurrentPrices();
  private isFilled = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(CATALOG) readonly models: readonly ModelRow[],
  ) {}

  /** Once; again where it failed. */
  async fill(): Promise<void> {
    if (this.isFilled) return;
    await fillCatalogPrices(this.dataSource.manager, this.models);
    this.isFilled = true;
  }

  /** As they are committed now; what was read before is not read again. */
  async load(): Promise<readonly StoredPrice[]> {
    const after = this.current.sequence;
    const changed = await this.dataSource.query<StoredPrice[]>(changedPricesSql(), [after]);
    // Another load may have come first.
    if (this.current.sequence === after) this.current.update(changed);
    return this.current.rows;
  }
}
