import { Module } from '@nestjs/common';
import { PricesController } from './prices.controller.js';

/** The admin API of the price catalog. The catalog itself is plain functions over checked-in data. */
@Module({ controllers: [PricesController] })
export class CatalogModule {}
