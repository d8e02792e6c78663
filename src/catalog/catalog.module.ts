import { Global, Module, type DynamicModule } from '@nestjs/common';
import { readModels, type CatalogModel } from './models.js';
import { buildPriceBook, PRICE_BOOK } from './price-book.js';
import { PricesController } from './prices.controller.js';

/** What models cost: the value that the configuration snapshot holds, and the admin API that lists it. */
@Global()
@Module({ controllers: [PricesController] })
export class CatalogModule {
  static forRoot(models: readonly CatalogModel[] = readModels()): DynamicModule {
    const prices = { provide: PRICE_BOOK, useValue: buildPriceBook(models) };
    return { module: CatalogModule, providers: [prices], exports: [prices] };
  }
}
