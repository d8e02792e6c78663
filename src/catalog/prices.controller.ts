import { Get, Query } from '@nestjs/common';
import { AdminController } from '../core/http/admin-controller.js';
import { ApiAction } from '../core/http/api-action.js';
import type { Page } from '../core/http/page.js';
import { CATALOG } from './catalog.js';
import { listPrices } from './list-prices.js';
import { PricesQuery, PriceView } from './price.dto.js';

@AdminController('prices', 'Prices')
export class PricesController {
  @Get()
  @ApiAction('List what models cost; an account’s pricingModelMap says which of these its models are', {
    page: PriceView,
  })
  list(@Query() query: PricesQuery): Page<PriceView> {
    return listPrices(CATALOG, query);
  }
}
