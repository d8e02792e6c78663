import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { OwnPricesController } from './own-prices.controller.js';
import { OwnPricesService } from './own-prices.service.js';
import { Rerating } from './rerating.entity.js';
import { ReratingUpkeep } from './rerating-upkeep.js';
import { ReratingsController } from './reratings.controller.js';
import { ReratingsService } from './reratings.service.js';

/** What administrators do about prices: writing them, and charging calls of the past by them. */
@Module({
  imports: [TypeOrmModule.forFeature([Rerating])],
  // In this order, for `GET /prices/{id}` takes what no route before it does.
  controllers: [ReratingsController, OwnPricesController],
  providers: [OwnPricesService, ReratingsService, ReratingUpkeep],
})
export class PricingModule {}
