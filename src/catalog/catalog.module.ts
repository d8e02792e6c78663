import { Global, Module } from '@nestjs/common';
import { readModels } from './models.js';
import { buildPriceBook, PRICE_BOOK } from './price-book.js';
import { PricesController } from './prices.controller.js';

/** What models cost: the value that the configuration snapshot holds, and the admin API that lists it. */
@Global()
@Module({
  controllers: [PricesController],
  providers: [{ provide: PRICE_BOOK, useFactory: () => buildPriceBook(readModels()) }],
  exports: [PRICE_BOOK],
})
export class CatalogModule {}
