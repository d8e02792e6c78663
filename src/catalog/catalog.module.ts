import { Global, Module, type DynamicModule } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { CATALOG_ROWS, type ModelRow, readModels } from './models.js';
import { buildPriceBook, PRICE_BOOK } from './price-book.js';
import { CATALOG, PriceCatalog } from './price-catalog.js';
import { PricesController } from './prices.controller.js';
import { PRICE_ENTITIES } from './stored-price.js';

/** What models cost: the catalog that the gateway comes with, and the table of prices that it fills. */
@Global()
@Module({ imports: [TypeOrmModule.forFeature(PRICE_ENTITIES)], controllers: [PricesController] })
export class CatalogModule {
  static forRoot(models: readonly ModelRow[] = CATALOG_ROWS): DynamicModule {
    const providers = [
      { provide: CATALOG, useValue: models },
      { provide: PRICE_BOOK, useValue: buildPriceBook(readModels(models)) },
    ];
    return {
      module: CatalogModule,
      providers: [...providers, PriceCatalog],
      exports: [...providers.map(({ provide }) => provide), PriceCatalog],
    };
  }
}
