import { Get, Query } from '@nestjs/common';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import type { Page } from '../core/http/page.js';
import { listPrices } from './list-prices.js';
import { PriceCatalog } from './price-catalog.js';
import { PricesQuery, PriceView } from './price.dto.js';

@AdminController('prices', 'Prices')
export class PricesController {
  constructor(private readonly catalog: PriceCatalog) {}

  @Get()
  @ApiAction('List what models cost; an account’s pricingModelMap says which of these its models are', {
    page: PriceView,
  })
  async list(@Query() query: PricesQuery): Promise<Page<PriceView>> {
    const prices = await this.catalog.load();
    return listPrices({ models: this.catalog.models, prices }, query);
  }
}
