import { Get, Inject, Query } from '@nestjs/common';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import type { Page } from '../core/http/page.js';
import { listPrices } from './list-prices.js';
import { PRICE_BOOK, type PriceBook } from './price-book.js';
import { PricesQuery, PriceView } from './price.dto.js';

@AdminController('prices', 'Prices')
export class PricesController {
  constructor(@Inject(PRICE_BOOK) private readonly prices: PriceBook) {}

  @Get()
  @ApiAction('List what models cost; an account’s pricingModelMap says which of these its models are', {
    page: PriceView,
  })
  list(@Query() query: PricesQuery): Page<PriceView> {
    return listPrices(this.prices.models, query);
  }
}
